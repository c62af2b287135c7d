import { formatCount } from "@furu/core/format/number";
import { standingCounts } from "@furu/core/standings";
import { Hint } from "./hint";
import { ShapeIcon } from "./state-icon";
import { cn } from "./ui/class-names";
import { useStandingMeaning } from "@/hooks/use-meta";
import type { StandingCount } from "@furu/core/standings";

interface StandingListProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly className?: string;
}

/** The standings that some task has, each with its shape, its word and its count. */
export function StandingList({ counts, className }: StandingListProps) {
  return (
    <ul aria-label="Tasks by standing" className={cn("flex flex-wrap gap-x-5 gap-y-1", className)}>
      {standingCounts(counts).map((entry) => (
        <li key={entry.row.standing}>
          <StandingEntry {...entry} />
        </li>
      ))}
    </ul>
  );
}

function StandingEntry({ row: { standing, label, shape, token }, count }: StandingCount) {
  const meaning = useStandingMeaning(standing);
  return (
    <Hint text={meaning} side="bottom">
      <span className="inline-flex items-center gap-1.5">
        <ShapeIcon shape={shape} token={token} className="size-3.5" />
        <span className="font-medium tabular">{formatCount(count)}</span>
        <span className="text-muted-foreground lowercase">{label}</span>
      </span>
    </Hint>
  );
}

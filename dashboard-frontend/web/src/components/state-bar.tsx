import { describeCounts, stateCounts } from "@furu/core/states";
import { cn } from "./ui/class-names";

interface StateBarProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly className?: string;
}

/** Shares of the states as one thin bar; each present state keeps a visible sliver. */
export function StateBar({ counts, className }: StateBarProps) {
  const present = stateCounts(counts).filter(({ count }) => count > 0);
  return (
    <span
      role="img"
      aria-label={describeCounts(counts)}
      className={cn("flex h-1 w-full gap-px overflow-hidden rounded-full bg-muted", className)}
    >
      {present.map(({ row, count }) => (
        <span
          key={row.state}
          className="h-full min-w-[3px]"
          style={{ flexGrow: count, flexBasis: 0, background: `var(--state-${row.token})` }}
        />
      ))}
    </span>
  );
}

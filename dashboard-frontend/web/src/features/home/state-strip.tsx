import { formatCount } from "@furu/core/format/number";
import { is } from "@furu/core/query/write";
import { EVERY_EXPERIMENT, experimentsWhere } from "@furu/core/search";
import { stateCounts } from "@furu/core/states";
import { Link } from "@tanstack/react-router";
import { Hint } from "@/components/hint";
import { StateBar } from "@/components/state-bar";
import { StateIcon } from "@/components/state-icon";
import { cn } from "@/components/ui/class-names";
import { useMeaning } from "@/hooks/use-meta";
import type { StateCount } from "@furu/core/states";

interface StateStripProps {
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Every state with its count; each is a link to those experiments. */
export function StateStrip({ total, counts }: StateStripProps) {
  return (
    <div className="border-b">
      <ul aria-label="Experiments by state" className="grid grid-cols-3 sm:grid-cols-5 xl:grid-cols-9">
        <li className="contents">
          <Link
            to="/experiments"
            search={EVERY_EXPERIMENT}
            aria-label={`All ${formatCount(total)} experiments`}
            className="flex min-w-0 flex-col gap-0.5 px-4 py-3 hover:bg-accent"
          >
            <span className="text-lg font-semibold tabular">{formatCount(total)}</span>{" "}
            <span className="truncate text-xs text-muted-foreground">experiments</span>
          </Link>
        </li>
        {stateCounts(counts).map((entry) => (
          <li key={entry.row.state} className="contents">
            <StateCell {...entry} />
          </li>
        ))}
      </ul>
      <StateBar counts={counts} className="rounded-none" />
    </div>
  );
}

function StateCell({ row, count }: StateCount) {
  const meaning = useMeaning(row.state);
  return (
    <Hint text={meaning} side="bottom">
      <Link
        to="/experiments"
        search={experimentsWhere(is("state", row.state))}
        aria-label={`${formatCount(count)} ${row.state}`}
        className="flex min-w-0 flex-col gap-0.5 px-4 py-3 hover:bg-accent"
      >
        <span className={cn("text-lg tabular", count === 0 ? "text-faint-foreground" : "font-semibold")}>
          {formatCount(count)}
        </span>{" "}
        <span className="flex min-w-0 items-center gap-1.5 text-xs text-muted-foreground">
          <StateIcon state={row.state} className={cn("size-3.5", count === 0 && "opacity-50")} />
          <span className="truncate">{row.label}</span>
        </span>
      </Link>
    </Hint>
  );
}

import { formatDuration } from "@furu/core/format/duration";
import type { Usual } from "@furu/core/api/schema.gen";

interface UsualBarProps {
  readonly usual: Usual;
  /** Where this experiment stands; null while that is not known. */
  readonly seconds: number | null;
}

/** The spread of a class's durations: a line from the shortest to the longest, a box for the middle half, a mark. */
export function UsualBar({ usual: { low, lower, median, upper, high }, seconds }: UsualBarProps) {
  if (low === null || lower === null || median === null || upper === null || high === null) {
    return null;
  }
  const least = Math.min(low, seconds ?? low);
  const most = Math.max(high, seconds ?? high);
  const at = (value: number) => (most === least ? 50 : ((value - least) / (most - least)) * 100);
  const label = `From ${formatDuration(low)} to ${formatDuration(high)}${seconds === null ? "" : `, this one ${formatDuration(seconds)}`}`;
  return (
    <div className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 px-4 pb-3">
      <span />
      <div className="max-w-md">
        <div role="img" aria-label={label} className="relative h-4">
          <span
            className="absolute top-1/2 h-px bg-border-strong"
            style={{ left: `${String(at(low))}%`, right: `${String(100 - at(high))}%` }}
          />
          <span
            className="absolute top-1 h-2 min-w-px rounded-[2px] bg-border-strong"
            style={{ left: `${String(at(lower))}%`, right: `${String(100 - at(upper))}%` }}
          />
          <span
            className="absolute top-0.5 h-3 w-px bg-muted-foreground"
            style={{ left: `${String(at(median))}%` }}
          />
          {seconds !== null && (
            <span
              className="absolute top-0 h-4 w-0.5 -translate-x-1/2 rounded-full bg-primary"
              style={{ left: `${String(at(seconds))}%` }}
            />
          )}
        </div>
        <div aria-hidden className="flex justify-between text-xs text-muted-foreground tabular">
          <span>{formatDuration(least)}</span>
          <span>{formatDuration(most)}</span>
        </div>
      </div>
    </div>
  );
}

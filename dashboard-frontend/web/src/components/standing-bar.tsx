import { describeStandings, standingCounts } from "@furu/core/standings";
import { cn } from "./ui/class-names";
import type { StandingRow } from "@furu/core/standings";

interface StandingBarProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly className?: string;
}

/** How far the tasks of a run are, as one bar: what is over stands at its start, what waits is its empty end. */
export function StandingBar({ counts, className }: StandingBarProps) {
  return (
    <span
      role="img"
      aria-label={describeStandings(counts)}
      className={cn("flex h-1.5 w-full gap-px overflow-hidden rounded-full bg-secondary", className)}
    >
      {standingCounts(counts).map(({ row, count }) => (
        <span
          key={row.standing}
          className="h-full min-w-[3px] transition-[flex-grow] duration-150"
          style={{ flexGrow: count, flexBasis: 0, background: filling(row) }}
        />
      ))}
    </span>
  );
}

/** Standings of one colour differ in their texture. */
function filling({ token, fill }: StandingRow): string {
  const colour = `var(--state-${token})`;
  switch (fill) {
    case "plain":
      return colour;
    case "hatched":
      return `repeating-linear-gradient(135deg, ${colour} 0 2px, color-mix(in oklab, ${colour} 35%, transparent) 2px 4px)`;
    case "empty":
      return "transparent";
  }
}

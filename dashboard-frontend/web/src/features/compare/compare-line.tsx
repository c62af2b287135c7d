import { bestOf, canRank, cellText, likelyBetter, rowName, sameAs } from "@furu/core/compare/table";
import { ArrowDown, ArrowUp, Trophy } from "lucide-react";
import { ExperimentLink } from "@/components/experiment-link";
import { Hint } from "@/components/hint";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import type { Better } from "@furu/core/compare/table";
import type { CompareCell, CompareRow } from "@furu/core/api/schema.gen";

interface CompareLineProps {
  readonly row: CompareRow;
  readonly base: number;
  readonly better: Better | undefined;
  readonly rank: (better: Better) => void;
}

/** One path: what each experiment has there, what is another than the baseline's, and the best number. */
export function CompareLine({ row, base, better, rank }: CompareLineProps) {
  const ranked = row.part !== "config" && canRank(row);
  const direction = better ?? likelyBetter(row);
  const best = ranked ? bestOf(row, direction) : new Set<number>();
  const same = sameAs(row, base);
  return (
    <tr className="group">
      <th
        scope="row"
        className="sticky left-0 z-10 w-40 max-w-40 border-r border-b bg-background px-4 py-1 align-top font-mono text-xs leading-5 font-normal sm:w-64 sm:max-w-64"
      >
        <span className="flex items-start gap-1.5">
          <span
            className={cn(
              "min-w-0 flex-1 [overflow-wrap:anywhere]",
              row.part === "resources" && "font-sans text-sm",
            )}
          >
            {rowName(row)}
          </span>
          {row.plain && (
            <Badge variant="outline" className="h-4 px-1 font-sans">
              not in digest
            </Badge>
          )}
          {ranked && <Direction direction={direction} rank={rank} name={rowName(row)} />}
        </span>
      </th>
      {row.cells.map((cell, place) => (
        <td
          key={place}
          className={cn(
            "max-w-96 border-b px-3 py-1 align-top font-mono text-xs leading-5 tabular group-hover:bg-accent",
            row.part !== "resources" && row.differs && same[place] !== true && "bg-selected",
            row.part === "config" &&
              row.differs &&
              same[place] === true &&
              place !== base &&
              "text-muted-foreground",
          )}
        >
          <Cell row={row} cell={cell} best={best.has(place)} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ row, cell, best }: { row: CompareRow; cell: CompareCell; best: boolean }) {
  if (cell.kind === "missing") {
    return <span className="font-sans text-muted-foreground italic">missing</span>;
  }
  const text = cellText(row, cell);
  if (cell.kind === "node" && cell.id !== null) {
    const [namespace = "", digest = ""] = cell.id.split("@");
    return (
      <ExperimentLink namespace={namespace} digest={digest}>
        {text}
      </ExperimentLink>
    );
  }
  return (
    <span className="flex items-start gap-1.5">
      <span
        className={cn(
          "[overflow-wrap:anywhere] whitespace-pre-wrap",
          cell.kind === "null" && "text-muted-foreground",
          best && "font-semibold text-foreground",
        )}
      >
        {text}
      </span>
      {best && (
        <Hint text="The best of the row">
          <span role="img" aria-label="best" className="mt-0.5" style={{ color: "var(--state-success)" }}>
            <Trophy aria-hidden className="size-3.5" />
          </span>
        </Hint>
      )}
    </span>
  );
}

interface DirectionProps {
  readonly direction: Better;
  readonly rank: (better: Better) => void;
  readonly name: string;
}

/** Whether more or less is better, which only people know. */
function Direction({ direction, rank, name }: DirectionProps) {
  const Icon = direction === "higher" ? ArrowUp : ArrowDown;
  return (
    <Hint
      text={
        direction === "higher" ? "Higher is better; press for lower" : "Lower is better; press for higher"
      }
    >
      <Button
        variant="ghost"
        size="icon-sm"
        className="-my-0.5 size-5"
        aria-label={`${name}: ${direction} is better`}
        onClick={() => rank(direction === "higher" ? "lower" : "higher")}
      >
        <Icon aria-hidden />
      </Button>
    </Hint>
  );
}

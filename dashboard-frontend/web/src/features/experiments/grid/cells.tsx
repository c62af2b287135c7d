import { cellText } from "@furu/core/columns/cell";
import { valueIn } from "@furu/core/columns/values";
import { experimentAddress } from "@furu/core/format/identity";
import { secondsSince } from "@furu/core/format/time";
import { formatElapsed } from "@furu/core/format/duration";
import { stateRow } from "@furu/core/states";
import { GitBranch, TriangleAlert } from "lucide-react";
import { Digest } from "@/components/digest";
import { Leaves } from "@/components/leaf-list";
import { StateIcon } from "@/components/state-icon";
import { Nothing } from "@/components/times";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { useNow } from "@/hooks/use-now";
import type { PlacedColumn } from "@furu/core/columns/layout";
import type { TableRow } from "@furu/core/columns/values";
import type { ReactNode } from "react";

interface CellProps {
  readonly row: TableRow;
  readonly column: PlacedColumn;
  readonly narrow: boolean;
}

/** Cells with a look of their own; tooltips are the browser's, since thousands of rows pass by. */
const CELLS: Readonly<Record<string, (props: CellProps) => ReactNode>> = {
  state: StateCell,
  class: ClassCell,
  config: ({ row }) => <Leaves leaves={row.experiment.config} prefix="config." limit={10} />,
  result: ResultCell,
  digest: ({ row }) => <Digest digest={row.experiment.digest} className="text-muted-foreground" />,
  created: TimeCell,
  updated: TimeCell,
  started: TimeCell,
  duration: DurationCell,
  attempts: CountCell,
  dependencies: CountCell,
  dependents: CountCell,
  tag: ({ row }) => <Tags tags={row.experiment.tags} />,
};

/** What one column shows of one experiment. */
export function Cell(props: CellProps) {
  const Content = CELLS[props.column.path] ?? ValueCell;
  return <Content {...props} />;
}

function StateCell({ row: { experiment }, narrow }: CellProps) {
  const { state } = experiment;
  return narrow ? (
    <StateIcon state={state} label={state} />
  ) : (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <StateIcon state={state} />
      <span className="truncate">{stateRow(state).label}</span>
    </span>
  );
}

function ClassCell({ row: { experiment }, column, narrow }: CellProps) {
  const { namespace, digest, class_name, name, tags, unreadable, version_controlled, config } = experiment;
  const line = (
    <span className="flex min-w-0 items-center gap-2">
      {/* A plain link, since the table acts on presses: one of the router's costs more than all else in a row. */}
      <a
        href={experimentAddress({ namespace, digest })}
        className="max-w-full shrink-0 truncate rounded-sm font-medium underline-offset-[3px] hover:underline"
      >
        {class_name}
      </a>
      {version_controlled && (
        <span title="Kept in version control" className="shrink-0 text-muted-foreground">
          <GitBranch role="img" aria-label="Kept in version control" className="size-3.5" />
        </span>
      )}
      {name !== null && <span className="truncate text-muted-foreground">{name}</span>}
      {tags.length > 0 && column.grow > 0 && <Tags tags={tags} className="hidden 2xl:flex" />}
      {unreadable !== null && (
        <span title={`Not readable: ${unreadable}`} className="shrink-0">
          <TriangleAlert aria-label="Not readable" role="img" className="size-3.5 text-destructive" />
        </span>
      )}
    </span>
  );
  return narrow ? (
    <span className="flex min-w-0 flex-col">
      {line}
      <Leaves leaves={config} prefix="config." limit={6} />
    </span>
  ) : (
    line
  );
}

function Tags({ tags, className }: { tags: readonly string[]; className?: string }) {
  return tags.length === 0 ? (
    <Nothing />
  ) : (
    <span className={cn("flex min-w-0 gap-1 overflow-hidden", className)}>
      {tags.map((tag) => (
        <Badge key={tag} className="shrink-0">
          {tag}
        </Badge>
      ))}
    </span>
  );
}

function ResultCell({ row }: CellProps) {
  const { state, result, error_message } = row.experiment;
  if (error_message !== null && state !== "success") {
    return (
      <span className="truncate font-mono text-xs text-destructive" title={error_message}>
        {error_message.split("\n")[0]}
      </span>
    );
  }
  return <Leaves leaves={result} prefix="result." limit={4} />;
}

function TimeCell({ row, column }: CellProps) {
  const now = useNow(10_000);
  const text = cellText(valueIn(row, column.path), "time", now);
  return text === null ? (
    <Nothing />
  ) : (
    <time title={text.exact} className="truncate text-muted-foreground tabular">
      {text.text}
    </time>
  );
}

function DurationCell(props: CellProps) {
  const { state, started_at } = props.row.experiment;
  return state === "running" && started_at !== null ? (
    <RunningFor since={started_at} />
  ) : (
    <ValueCell {...props} />
  );
}

function RunningFor({ since }: { since: string }) {
  const now = useNow(1000);
  return (
    <span className="tabular" style={{ color: "var(--state-running)" }}>
      {formatElapsed(secondsSince(since, now))}
    </span>
  );
}

function CountCell({ row, column }: CellProps) {
  return valueIn(row, column.path) === 0 ? (
    <Nothing label="0" />
  ) : (
    <ValueCell row={row} column={column} narrow={false} />
  );
}

function ValueCell({ row, column }: CellProps) {
  const text = cellText(valueIn(row, column.path), column.kind, 0);
  if (text === null) {
    return <Nothing />;
  }
  const leaf = column.path.startsWith("config.") || column.path.startsWith("result.");
  return (
    <span
      title={text.exact}
      className={cn(
        "truncate",
        column.align === "end" && "tabular",
        !leaf && column.align === "start" && "text-muted-foreground",
      )}
    >
      {text.text}
    </span>
  );
}

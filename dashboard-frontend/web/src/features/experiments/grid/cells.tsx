import { formatCount } from "@furu/core/format/number";
import { TriangleAlert } from "lucide-react";
import { Digest } from "@/components/digest";
import { ExperimentLink } from "@/components/experiment-link";
import { Hint } from "@/components/hint";
import { LeafList } from "@/components/leaf-list";
import { StateIcon } from "@/components/state-icon";
import { StateLabel } from "@/components/state-label";
import { Ago, Elapsed, Nothing, Took } from "@/components/times";
import { Badge } from "@/components/ui/badge";
import type { Experiment } from "@furu/core/api/schema.gen";
import type { ColumnId } from "@furu/core/columns";
import type { ReactNode } from "react";

interface CellProps {
  readonly experiment: Experiment;
  readonly narrow: boolean;
}

const CELLS: Readonly<Record<ColumnId, (props: CellProps) => ReactNode>> = {
  state: StateCell,
  class_name: ClassCell,
  config: ({ experiment }) => <LeafList leaves={experiment.config} limit={10} />,
  result: ResultCell,
  digest: ({ experiment }) => <Digest digest={experiment.digest} className="text-muted-foreground" />,
  name: ({ experiment }) => <span className="truncate">{experiment.name}</span>,
  created_at: ({ experiment }) => <Ago at={experiment.created_at} className="text-muted-foreground" />,
  duration_s: DurationCell,
  attempts: ({ experiment }) => <Count value={experiment.attempts} />,
  dependencies: ({ experiment }) => <Count value={experiment.dependencies} />,
  dependents: ({ experiment }) => <Count value={experiment.dependents} />,
  host: ({ experiment }) => (
    <span className="truncate text-muted-foreground">{experiment.host ?? <Nothing />}</span>
  ),
};

/** What one column shows of one experiment. */
export function Cell({ id, ...props }: CellProps & { id: ColumnId }) {
  const Content = CELLS[id];
  return <Content {...props} />;
}

function StateCell({ experiment: { state }, narrow }: CellProps) {
  return narrow ? <StateIcon state={state} label={state} /> : <StateLabel state={state} />;
}

function ClassCell({ experiment, narrow }: CellProps) {
  const { namespace, digest, class_name, name, tags, unreadable, config } = experiment;
  const line = (
    <span className="flex min-w-0 items-center gap-2">
      <ExperimentLink
        namespace={namespace}
        digest={digest}
        className="max-w-full shrink-0 truncate font-medium"
      >
        {class_name}
      </ExperimentLink>
      {name !== null && <span className="truncate text-muted-foreground">{name}</span>}
      {tags.map((tag) => (
        <Badge key={tag} className="hidden shrink-0 2xl:inline-flex">
          {tag}
        </Badge>
      ))}
      {unreadable !== null && (
        <Hint text={`Not readable: ${unreadable}`}>
          <TriangleAlert
            aria-label="Not readable"
            role="img"
            className="size-3.5 shrink-0 text-destructive"
          />
        </Hint>
      )}
    </span>
  );
  return narrow ? (
    <span className="flex min-w-0 flex-col">
      {line}
      <LeafList leaves={config} limit={6} />
    </span>
  ) : (
    line
  );
}

function ResultCell({ experiment: { state, result, error_message } }: CellProps) {
  if (error_message !== null && state !== "success") {
    return (
      <span className="truncate font-mono text-xs text-destructive" title={error_message}>
        {error_message.split("\n")[0]}
      </span>
    );
  }
  return <LeafList leaves={result} limit={4} />;
}

function DurationCell({ experiment: { state, started_at, duration_s } }: CellProps) {
  return state === "running" && started_at !== null ? (
    <Elapsed since={started_at} />
  ) : (
    <Took seconds={duration_s} />
  );
}

function Count({ value }: { value: number }) {
  return value === 0 ? <Nothing label="0" /> : <span className="tabular">{formatCount(value)}</span>;
}

import { formatCount } from "@furu/core/format/number";
import { Digest } from "./digest";
import { ExperimentLink } from "./experiment-link";
import { Section, SectionNote } from "./section";
import { StateIcon } from "./state-icon";
import { Badge } from "./ui/badge";
import type { Neighbour, Neighbours } from "@furu/core/api/schema.gen";

interface NeighbourListProps {
  readonly title: string;
  readonly neighbours: Neighbours;
  readonly nothing: string;
}

/** Experiments at the other end of a dependency, with the field that holds it. */
export function NeighbourList({ title, neighbours: { items, total }, nothing }: NeighbourListProps) {
  return (
    <Section title={title} count={formatCount(total)}>
      {items.length === 0 ? (
        <SectionNote>{nothing}</SectionNote>
      ) : (
        <ul aria-label={title} className="max-h-80 overflow-y-auto py-1">
          {items.map((neighbour) => (
            <NeighbourLine key={`${neighbour.path} ${neighbour.id}`} neighbour={neighbour} />
          ))}
          {total > items.length && (
            <li className="px-4 py-1 text-muted-foreground">and {formatCount(total - items.length)} more</li>
          )}
        </ul>
      )}
    </Section>
  );
}

function NeighbourLine({ neighbour }: { neighbour: Neighbour }) {
  const { namespace, digest, class_name, name, state, path, kind } = neighbour;
  return (
    <li className="flex h-7 items-center gap-2 px-4 hover:bg-accent">
      <StateIcon state={state} label={state} />
      <ExperimentLink
        namespace={namespace}
        digest={digest}
        className="flex max-w-[60%] shrink-0 items-baseline gap-1.5"
      >
        <span className="truncate font-medium">{class_name}</span>
        <Digest digest={digest} className="text-muted-foreground" />
      </ExperimentLink>
      {name !== null && <span className="truncate text-muted-foreground">{name}</span>}
      <span className="ml-auto flex max-w-[40%] shrink-0 items-center gap-1.5">
        {kind === "observed" && <Badge variant="outline">observed</Badge>}
        <span className="truncate font-mono text-xs text-muted-foreground" title={path}>
          {path}
        </span>
      </span>
    </li>
  );
}

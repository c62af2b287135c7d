import { classNameOf } from "@furu/core/format/identity";
import { formatCount, plural } from "@furu/core/format/number";
import { reachOf } from "@furu/core/graph/reach";
import { is } from "@furu/core/query/write";
import { experimentsWhere } from "@furu/core/search";
import { stateCounts } from "@furu/core/states";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { Section, SectionNote } from "@/components/section";
import { StateIcon } from "@/components/state-icon";
import { Button } from "@/components/ui/button";
import type { ClassGraph, ClassNode } from "@furu/core/api/schema.gen";

interface ClassDetailProps {
  readonly node: ClassNode;
  readonly graph: ClassGraph;
  readonly choose: (namespace: string) => void;
  readonly close: () => void;
}

/** The selected class: its counts as links, and its direct neighbours with the fields between. */
export function ClassDetail({ node, graph, choose, close }: ClassDetailProps) {
  const { namespace, class_name, total, states, bases } = node;
  const arrows = graph.edges.map(({ dependency, dependent }) => ({ from: dependency, to: dependent }));
  const { upstream, downstream } = reachOf(namespace, arrows);
  const uses = graph.edges.filter(({ dependent }) => dependent === namespace);
  const usedBy = graph.edges.filter(({ dependency }) => dependency === namespace);
  return (
    <aside
      aria-label={`About ${class_name}`}
      className="absolute inset-x-0 bottom-0 max-h-[45%] overflow-y-auto border-t bg-background md:static md:max-h-none md:w-72 md:shrink-0 md:border-t-0 md:border-l"
    >
      <div className="flex items-start gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-semibold">{class_name}</h2>
          <p className="font-mono text-xs break-all text-muted-foreground">{namespace}</p>
          {bases.length > 0 && (
            <p className="mt-1 text-muted-foreground">a {bases.map(classNameOf).join(", a ")}</p>
          )}
          <p className="mt-1 text-muted-foreground">
            {formatCount(upstream.size)} upstream · {formatCount(downstream.size)} downstream
          </p>
        </div>
        <Button variant="ghost" size="icon" aria-label="Close" onClick={close}>
          <X aria-hidden />
        </Button>
      </div>
      <ul aria-label={`States of ${class_name}`} className="border-b py-1">
        <StateLine namespace={namespace} label={`All ${plural(total, "experiment")}`} count={total} />
        {stateCounts(states)
          .filter(({ count }) => count > 0)
          .map(({ row, count }) => (
            <StateLine
              key={row.state}
              namespace={namespace}
              state={row.state}
              label={row.label}
              count={count}
            />
          ))}
      </ul>
      <Ends title="Uses" ends={uses.map((edge) => ({ ...edge, end: edge.dependency }))} choose={choose} />
      <Ends title="Used by" ends={usedBy.map((edge) => ({ ...edge, end: edge.dependent }))} choose={choose} />
    </aside>
  );
}

interface StateLineProps {
  readonly namespace: string;
  readonly label: string;
  readonly count: number;
  readonly state?: ClassStates;
}

type ClassStates = ReturnType<typeof stateCounts>[number]["row"]["state"];

function StateLine({ namespace, label, count, state }: StateLineProps) {
  return (
    <li>
      <Link
        to="/experiments"
        search={experimentsWhere(is("class", namespace), state === undefined ? "" : is("state", state))}
        className="flex h-7 items-center gap-2 px-4 hover:bg-accent"
      >
        {state !== undefined && <StateIcon state={state} />}
        <span className="flex-1">{label}</span>
        {state !== undefined && <span className="text-muted-foreground tabular">{formatCount(count)}</span>}
      </Link>
    </li>
  );
}

interface EndsProps {
  readonly title: string;
  readonly ends: readonly {
    readonly end: string;
    readonly paths: readonly string[];
    readonly count: number;
  }[];
  readonly choose: (namespace: string) => void;
}

function Ends({ title, ends, choose }: EndsProps) {
  return (
    <Section title={title} count={ends.length} className="border-b last:border-b-0">
      {ends.length === 0 && <SectionNote>Nothing.</SectionNote>}
      <ul className="py-1 empty:hidden">
        {ends.map(({ end, paths, count }) => (
          <li key={end}>
            <button
              type="button"
              onClick={() => choose(end)}
              className="grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-2 px-4 py-1 text-left hover:bg-accent"
            >
              <span className="truncate">{classNameOf(end)}</span>
              <span className="text-muted-foreground tabular">×{formatCount(count)}</span>
              <span className="col-span-2 truncate font-mono text-xs text-muted-foreground">
                {paths.join(", ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

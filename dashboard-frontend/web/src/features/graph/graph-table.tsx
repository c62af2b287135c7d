import { classNameOf, moduleOf } from "@furu/core/format/identity";
import { formatCount } from "@furu/core/format/number";
import { is } from "@furu/core/query/write";
import { experimentsWhere } from "@furu/core/search";
import { Link } from "@tanstack/react-router";
import { StateBar } from "@/components/state-bar";
import { Nothing } from "@/components/times";
import type { ClassGraph, ClassNode } from "@furu/core/api/schema.gen";

const HEAD = "h-8 px-2 text-left font-normal first:pl-4 last:pr-4";
const CELL = "h-8 px-2 whitespace-nowrap first:pl-4 last:pr-4";

/** The same graph as a table: for screen readers, and for whoever likes tables. */
export function GraphTable({ graph, text }: { graph: ClassGraph; text: string }) {
  const rows = graph.nodes.filter(({ namespace }) => namespace.toLowerCase().includes(text.toLowerCase()));
  return (
    <div
      className="relative min-h-0 min-w-0 flex-1 overflow-auto"
      tabIndex={0}
      role="region"
      aria-label="Table of the class graph"
    >
      <table className="w-full min-w-[640px] border-collapse">
        <caption className="sr-only">Classes, how many experiments they have, and what they use</caption>
        <thead className="sticky top-0 z-10 bg-rail text-xs text-muted-foreground shadow-[0_1px_0_var(--border)]">
          <tr>
            <th scope="col" className={HEAD}>
              Class
            </th>
            <th scope="col" className={`${HEAD} w-40`}>
              States
            </th>
            <th scope="col" className={`${HEAD} w-24 text-right`}>
              Experiments
            </th>
            <th scope="col" className={HEAD}>
              Uses
            </th>
            <th scope="col" className={HEAD}>
              Used by
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((node) => (
            <ClassRow key={node.namespace} node={node} graph={graph} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ClassRow({
  node: { namespace, class_name, states, total },
  graph,
}: {
  node: ClassNode;
  graph: ClassGraph;
}) {
  const uses = graph.edges
    .filter(({ dependent }) => dependent === namespace)
    .map(({ dependency }) => dependency);
  const usedBy = graph.edges
    .filter(({ dependency }) => dependency === namespace)
    .map(({ dependent }) => dependent);
  return (
    <tr className="border-b hover:bg-accent">
      <th scope="row" className={`${CELL} text-left font-normal`}>
        <Link
          to="/experiments"
          search={experimentsWhere(is("class", namespace))}
          className="rounded-sm font-medium underline-offset-[3px] hover:underline"
        >
          {class_name}
        </Link>{" "}
        <span className="font-mono text-xs text-muted-foreground">{moduleOf(namespace)}</span>
      </th>
      <td className={CELL}>
        <StateBar counts={states} />
      </td>
      <td className={`${CELL} text-right tabular`}>{formatCount(total)}</td>
      <td className={CELL}>
        <Names namespaces={uses} />
      </td>
      <td className={CELL}>
        <Names namespaces={usedBy} />
      </td>
    </tr>
  );
}

function Names({ namespaces }: { namespaces: readonly string[] }) {
  const names = namespaces.map(classNameOf).join(", ");
  return names === "" ? (
    <Nothing />
  ) : (
    <span className="block max-w-80 truncate" title={names}>
      {names}
    </span>
  );
}

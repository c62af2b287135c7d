import { moduleOf } from "@furu/core/format/identity";
import { formatCount } from "@furu/core/format/number";
import { is } from "@furu/core/query/write";
import { experimentsWhere } from "@furu/core/search";
import { stateCounts } from "@furu/core/states";
import { Link } from "@tanstack/react-router";
import { Handle, Position } from "@xyflow/react";
import { TableProperties } from "lucide-react";
import { StateBar } from "@/components/state-bar";
import { StateIcon } from "@/components/state-icon";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import type { ClassNode } from "@furu/core/api/schema.gen";
import type { Node, NodeProps } from "@xyflow/react";

export type ClassBoxNode = Node<
  { readonly node: ClassNode; readonly lit: boolean; readonly selected: boolean },
  "class"
>;

const STATES_SHOWN = 4;

/** A class in the drawing: its name, its counts by state, and a way to its experiments. */
export function ClassBox({ data: { node, lit, selected } }: NodeProps<ClassBoxNode>) {
  const { namespace, class_name, total, states } = node;
  return (
    <div
      className={cn(
        "flex size-full flex-col overflow-hidden rounded-md border bg-card transition-[opacity,border-color] duration-150",
        selected
          ? "border-primary ring-1 ring-primary"
          : "border-border-strong hover:border-faint-foreground",
        !lit && "opacity-30",
      )}
    >
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        className="!invisible !size-0 !min-h-0 !min-w-0 !border-0"
      />
      <div className="flex items-center gap-1 pt-1 pr-1 pl-2.5">
        <button
          type="button"
          aria-pressed={selected}
          aria-label={`Highlight ${class_name}`}
          className="nopan min-w-0 flex-1 truncate rounded-sm text-left text-sm font-semibold"
        >
          {class_name}
        </button>
        <Button asChild variant="ghost" size="icon-sm" className="nopan">
          <Link
            to="/experiments"
            search={experimentsWhere(is("class", namespace))}
            aria-label={`Open ${formatCount(total)} ${class_name} experiments`}
            title="Open its experiments"
            onClick={(event) => event.stopPropagation()}
          >
            <TableProperties aria-hidden />
          </Link>
        </Button>
      </div>
      <div className="truncate px-2.5 font-mono text-xs text-muted-foreground" title={namespace}>
        {moduleOf(namespace)}
      </div>
      <Counts states={states} />
      <StateBar counts={states} className="h-[3px] rounded-none" />
      <Handle
        type="source"
        position={Position.Right}
        isConnectable={false}
        className="!invisible !size-0 !min-h-0 !min-w-0 !border-0"
      />
    </div>
  );
}

function Counts({ states }: { states: ClassNode["states"] }) {
  const present = stateCounts(states).filter(({ count }) => count > 0);
  return (
    <div className="flex flex-1 items-center gap-2.5 px-2.5 text-xs tabular">
      {present.slice(0, STATES_SHOWN).map(({ row, count }) => (
        <span key={row.state} className="flex items-center gap-1">
          <StateIcon state={row.state} label={row.state} className="size-3" />
          {formatCount(count)}
        </span>
      ))}
    </div>
  );
}

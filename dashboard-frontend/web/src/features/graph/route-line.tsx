import { smoothPath } from "@furu/core/graph/layout";
import { cn } from "@/components/ui/class-names";
import type { Point } from "@furu/core/graph/layout";
import type { Edge, EdgeProps } from "@xyflow/react";

export type RouteEdge = Edge<
  {
    readonly via: readonly Point[];
    readonly lit: boolean;
    readonly dim: boolean;
    readonly label: string;
    /** Seen at run time only: drawn dashed. */
    readonly observed: boolean;
  },
  "route"
>;

const HEAD = 5;

/** An arrow from what is used to what uses it, round the boxes in between. */
export function RouteLine({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<RouteEdge>) {
  const { via = [], lit = false, dim = false, label = "", observed = false } = data ?? {};
  const end = { x: targetX - HEAD, y: targetY };
  const line = smoothPath([{ x: sourceX, y: sourceY }, ...via, end]);
  const head = `M ${String(end.x)},${String(end.y - 3.5)} l ${String(HEAD)},3.5 l ${String(-HEAD)},3.5 z`;
  return (
    <g
      className={cn(
        "transition-opacity duration-150",
        lit ? "text-primary" : "text-border-strong",
        dim && "opacity-40",
      )}
    >
      <title>{label}</title>
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth={lit ? 1.75 : 1.25}
        strokeDasharray={observed ? "3 3" : undefined}
      />
      <path d={head} fill="currentColor" />
      <path d={line} fill="none" stroke="transparent" strokeWidth={12} />
    </g>
  );
}

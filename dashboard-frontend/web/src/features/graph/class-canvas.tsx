import "@xyflow/react/dist/base.css";
import { onPath, reachOf } from "@furu/core/graph/reach";
import { Background, BackgroundVariant, MiniMap, ReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { CanvasControls } from "./canvas-controls";
import { ClassBox } from "./class-box";
import { RouteLine } from "./route-line";
import { useGraphLayout } from "@/hooks/use-graph-layout";
import { describeCounts } from "@furu/core/states";
import type { ClassBoxNode } from "./class-box";
import type { RouteEdge } from "./route-line";
import type { ClassGraph } from "@furu/core/api/schema.gen";
import type { Layout } from "@furu/core/graph/layout";
import type { Arrow, Reach } from "@furu/core/graph/reach";

const BOX = { width: 184, height: 76 } as const;
const GAPS = { columnGap: 52, rowGap: 18 } as const;
/** All of it, but never so small that names cannot be read. */
const WHOLE = { minZoom: 0.45, maxZoom: 1, padding: 0.04 } as const;
/** The path of a use that no field shows: a get() seen at run time. */
const OBSERVED = "get()";
const NODE_TYPES = { class: ClassBox };
const EDGE_TYPES = { route: RouteLine };

interface ClassCanvasProps {
  readonly graph: ClassGraph;
  readonly selected: string;
  readonly text: string;
  readonly choose: (namespace: string) => void;
}

/** The drawing: what is used stands left of what uses it; a click lights up everything up- and downstream. */
export function ClassCanvas({ graph, selected, text, choose }: ClassCanvasProps) {
  const arrows = useMemo(
    () => graph.edges.map(({ dependency, dependent }): Arrow => ({ from: dependency, to: dependent })),
    [graph.edges],
  );
  const boxes = useMemo(() => graph.nodes.map(({ namespace }) => ({ id: namespace, ...BOX })), [graph.nodes]);
  const layout = useGraphLayout(boxes, arrows, GAPS);
  const reach = useMemo(() => (selected === "" ? null : reachOf(selected, arrows)), [selected, arrows]);
  const lit = (namespace: string) => isLit(namespace, { selected, reach, text });

  if (layout === null) {
    return <div className="flex-1" aria-busy />;
  }
  return (
    <div className="min-w-0 flex-1" role="region" aria-label="Drawing of the class graph">
      <ReactFlow
        nodes={boxNodes(graph, layout, selected, lit)}
        edges={routeEdges(graph, layout, selected, reach)}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodeClick={(_, { id }) => choose(id === selected ? "" : id)}
        onPaneClick={() => choose("")}
        fitView
        fitViewOptions={WHOLE}
        minZoom={0.1}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        panOnScroll
      >
        <Background
          variant={BackgroundVariant.Dots}
          gap={20}
          size={1}
          color="var(--border)"
          bgColor="var(--background)"
        />
        <CanvasControls text={text} />
        <MiniMap
          pannable
          zoomable
          ariaLabel="Overview of the graph"
          className="!hidden !rounded-md border md:!block"
          bgColor="var(--rail)"
          maskColor="color-mix(in oklab, var(--foreground) 8%, transparent)"
          nodeColor={({ id }) => (lit(id) ? "var(--muted-foreground)" : "var(--border-strong)")}
          nodeStrokeWidth={0}
          nodeBorderRadius={12}
        />
      </ReactFlow>
    </div>
  );
}

interface Light {
  readonly selected: string;
  readonly reach: Reach | null;
  readonly text: string;
}

function isLit(namespace: string, { selected, reach, text }: Light): boolean {
  if (text !== "") {
    return namespace.toLowerCase().includes(text.toLowerCase());
  }
  return (
    reach === null ||
    namespace === selected ||
    reach.upstream.has(namespace) ||
    reach.downstream.has(namespace)
  );
}

function boxNodes(
  graph: ClassGraph,
  layout: Layout,
  selected: string,
  lit: (namespace: string) => boolean,
): ClassBoxNode[] {
  return graph.nodes.map((node) => ({
    id: node.namespace,
    type: "class",
    position: layout.places[node.namespace] ?? { x: 0, y: 0 },
    ...BOX,
    data: { node, lit: lit(node.namespace), selected: node.namespace === selected },
    ariaLabel: `${node.class_name}: ${describeCounts(node.states)}`,
  }));
}

function routeEdges(graph: ClassGraph, layout: Layout, selected: string, reach: Reach | null): RouteEdge[] {
  return layout.routes.map(({ from, to, via }) => {
    const edge = graph.edges.find(({ dependency, dependent }) => dependency === from && dependent === to);
    const lit = reach !== null && onPath({ from, to }, selected, reach);
    return {
      id: `${from} ${to}`,
      type: "route",
      source: from,
      target: to,
      zIndex: lit ? 1 : 0,
      data: {
        via,
        lit,
        dim: reach !== null && !lit,
        label: edge?.paths.join(", ") ?? "",
        observed: edge?.paths.every((path) => path === OBSERVED) ?? false,
      },
    };
  });
}

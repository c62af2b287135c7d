import { describe, expect, it } from "vitest";
import { layoutGraph, smoothPath } from "@furu/core/graph/layout";
import { crossings, ordered } from "@furu/core/graph/order";
import { acyclic, ranksOf } from "@furu/core/graph/ranks";
import { onPath, reachOf } from "@furu/core/graph/reach";
import type { Arrow } from "@furu/core/graph/reach";

/** Time on the processor, which a busy machine does not stretch. */
declare const process: { cpuUsage(since?: object): { readonly user: number; readonly system: number } };

const arrows = (text: string): Arrow[] =>
  text.split(" ").map((pair) => {
    const [from = "", to = ""] = pair.split(">");
    return { from, to };
  });
const box = (id: string) => ({ id, width: 100, height: 40 });
const GAPS = { columnGap: 50, rowGap: 10 };

describe("reach", () => {
  const graph = arrows("a>b b>c b>d x>d d>e");

  it("finds everything up- and downstream", () => {
    const { upstream, downstream } = reachOf("b", graph);
    expect([...upstream]).toEqual(["a"]);
    expect([...downstream].sort()).toEqual(["c", "d", "e"]);
  });

  it("lights the arrows on paths through the node only", () => {
    const reach = reachOf("b", graph);
    const lit = graph.filter((arrow) => onPath(arrow, "b", reach)).map(({ from, to }) => `${from}>${to}`);
    expect(lit).toEqual(["a>b", "b>c", "b>d", "d>e"]);
  });

  it("ends in a cycle, which does not contain the node itself", () => {
    const { upstream, downstream } = reachOf("a", arrows("a>b b>a a>a"));
    expect([...upstream, ...downstream]).toEqual(["b", "b"]);
  });
});

describe("ranks", () => {
  it("is the longest path to a node, and sources stand just before their first use", () => {
    const ranks = ranksOf(["a", "b", "c", "late"], arrows("a>b b>c a>c late>c"));
    expect(Object.fromEntries(ranks)).toEqual({ a: 0, b: 1, c: 2, late: 1 });
  });

  it("turns round the arrow that closes a cycle, and keeps the others", () => {
    expect(acyclic(["a", "b", "c"], arrows("a>b b>c c>a"))).toEqual(arrows("a>b b>c a>c"));
  });
});

describe("order", () => {
  it("unties what can be untied", () => {
    const layers = {
      ranks: [
        [0, 1, 2],
        [3, 4, 5],
      ],
      links: [
        [
          [0, 5],
          [1, 4],
          [2, 3],
        ],
      ],
    } as const;
    expect(crossings(layers.ranks, layers.links)).toBe(3);
    expect(crossings(ordered(layers), layers.links)).toBe(0);
  });
});

describe("layout", () => {
  it("draws what is used left of what uses it", () => {
    const { places } = layoutGraph(["a", "b", "c"].map(box), arrows("a>b b>c"), GAPS);
    expect([places["a"]?.x, places["b"]?.x, places["c"]?.x]).toEqual([0, 150, 300]);
  });

  it("never lets boxes overlap", () => {
    const ids = Array.from({ length: 60 }, (_, index) => `n${String(index)}`);
    const many = ids.flatMap((to, index) =>
      [index - 7, index - 12].filter((from) => from >= 0).map((from) => ({ from: `n${String(from)}`, to })),
    );
    const { places } = layoutGraph(ids.map(box), many, GAPS);
    const corners = Object.values(places);
    for (const [index, one] of corners.entries()) {
      for (const other of corners.slice(index + 1)) {
        expect(one.x !== other.x || Math.abs(one.y - other.y) >= 50 - 1e-6).toBe(true);
      }
    }
  });

  it("leads a long arrow round the boxes in between", () => {
    const { routes, places } = layoutGraph(["a", "b", "c"].map(box), arrows("a>b b>c a>c"), GAPS);
    const via = routes.find(({ from, to }) => from === "a" && to === "c")?.via ?? [];
    expect(via.map(({ x }) => x)).toEqual([150, 250]);
    expect(Math.abs((via[0]?.y ?? 0) - ((places["b"]?.y ?? 0) + 20))).toBeGreaterThan(20);
  });

  it("keeps the direction of an arrow that closes a cycle", () => {
    const { routes } = layoutGraph(["a", "b"].map(box), arrows("a>b b>a a>a"), GAPS);
    expect(routes.map(({ from, to }) => `${from}>${to}`)).toEqual(["a>b", "b>a"]);
  });

  it("lays out nothing, and a node without arrows", () => {
    expect(layoutGraph([], [], GAPS).places).toEqual({});
    expect(layoutGraph([box("alone")], [], GAPS).places["alone"]).toEqual({ x: 0, y: -20 });
  });

  it("lays out a thousand nodes within its budget of 300 ms", () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `n${String(index)}`);
    const many = ids.flatMap((to, index) =>
      [index - 40 - (index % 13), index - 90 - (index % 7)]
        .filter((from) => from >= 0)
        .map((from) => ({ from: `n${String(from)}`, to })),
    );
    layoutGraph(ids.map(box), many, GAPS);
    const times = [1, 2, 3].map(() => {
      const start = process.cpuUsage();
      layoutGraph(ids.map(box), many, GAPS);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it("draws straight where it can and smoothly where it must", () => {
    const path = smoothPath([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 20, y: 8 },
    ]);
    expect(path).toBe("M 0.0,0.0 L 10.0,0.0 C 15.0,0.0 15.0,8.0 20.0,8.0");
    expect(smoothPath([])).toBe("");
  });
});

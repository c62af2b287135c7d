import { ordered } from "./order";
import { placed } from "./place";
import { acyclic, ranksOf } from "./ranks";
import type { Layers } from "./order";
import type { Arrow } from "./reach";

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Route {
  readonly from: string;
  readonly to: string;
  /** Points between the two boxes that keep the line clear of boxes in between. */
  readonly via: readonly Point[];
}

export interface Layout {
  /** The top left corner of each box. */
  readonly places: Readonly<Record<string, Point>>;
  readonly routes: readonly Route[];
}

export interface LayoutOptions {
  readonly columnGap: number;
  readonly rowGap: number;
}

/** Height that a passing line keeps free in a rank. */
const LANE = 14;

/** Passing lines are drawn straight when a graph would need more lanes than this. */
const MOST_LANES = 20_000;

/** Layered layout from left to right: what is used stands left of what uses it. */
export function layoutGraph(boxes: readonly Box[], arrows: readonly Arrow[], options: LayoutOptions): Layout {
  const ids = boxes.map(({ id }) => id);
  const known = new Set(ids);
  const inside = arrows.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  const forward = acyclic(ids, inside);
  const ranks = ranksOf(ids, forward);
  const { layers, heights, chains } = withLanes(boxes, forward, ranks);
  const centres = placed(ordered(layers), layers.links, heights, options.rowGap);
  const columns = columnsOf(boxes, ranks, layers.ranks.length, options.columnGap);

  const places: Record<string, Point> = {};
  boxes.forEach(({ id, width, height }, item) => {
    const column = columns[ranks.get(id) ?? 0] ?? { x: 0, width };
    places[id] = { x: column.x + (column.width - width) / 2, y: (centres[item] ?? 0) - height / 2 };
  });
  const routes = inside.map((arrow, number) => {
    const { from, lanes, rank } = chains[number] ?? { from: arrow.from, lanes: [], rank: 0 };
    const via = lanes.flatMap((item, step) => lanePoints(columns[rank + 1 + step], centres[item] ?? 0));
    return { ...arrow, via: from === arrow.from ? via : via.reverse() };
  });
  return { places, routes };
}

interface Chain extends Arrow {
  readonly rank: number;
  readonly lanes: readonly number[];
}

/**
 * Give every arrow that passes a rank a lane there, so that ordering and placing see it.
 *
 * Long arrows that leave or reach the same box share their lanes, like wires in a bundle.
 */
function withLanes(
  boxes: readonly Box[],
  arrows: readonly Arrow[],
  ranks: ReadonlyMap<string, number>,
): { layers: Layers; heights: readonly number[]; chains: readonly Chain[] } {
  const index = new Map(boxes.map(({ id }, item) => [id, item]));
  const heights = boxes.map(({ height }) => height);
  const depth = 1 + Math.max(-1, ...ranks.values());
  const byRank: number[][] = Array.from({ length: depth }, () => []);
  const links: [number, number][][] = Array.from({ length: Math.max(0, depth - 1) }, () => []);
  boxes.forEach(({ id }, item) => byRank[ranks.get(id) ?? 0]?.push(item));
  const rankOf = (id: string): number => ranks.get(id) ?? 0;
  const passes = arrows.reduce((sum, { from, to }) => sum + rankOf(to) - rankOf(from) - 1, 0);
  const bundleOf = bundling(arrows.filter(({ from, to }) => rankOf(to) - rankOf(from) > 1));
  const shared = new Map<string, number>();
  const laneAt = (rank: number, bundle: string): number => {
    const key = `${String(rank)} ${bundle}`;
    const lane = shared.get(key) ?? heights.push(LANE) - 1;
    if (!shared.has(key)) {
      shared.set(key, lane);
      byRank[rank]?.push(lane);
    }
    return lane;
  };

  const chains = arrows.map(({ from, to }): Chain => {
    const rank = rankOf(from);
    const last = index.get(to) ?? 0;
    const lanes: number[] = [];
    let before = index.get(from) ?? 0;
    for (let at = rank + 1; at < rankOf(to) && passes <= MOST_LANES; at += 1) {
      const lane = laneAt(at, bundleOf({ from, to }));
      links[at - 1]?.push([before, lane]);
      lanes.push(lane);
      before = lane;
    }
    if (lanes.length === rankOf(to) - rank - 1) {
      links[rankOf(to) - 1]?.push([before, last]);
    }
    return { from, to, rank, lanes };
  });
  return { layers: { ranks: byRank, links }, heights, chains };
}

/** The bundle of a long arrow: the end of it that more long arrows have in common. */
function bundling(long: readonly Arrow[]): (arrow: Arrow) => string {
  const ends = new Map<string, number>();
  const count = (end: string) => ends.set(end, (ends.get(end) ?? 0) + 1);
  for (const { from, to } of long) {
    count(`from ${from}`);
    count(`to ${to}`);
  }
  return ({ from, to }) =>
    (ends.get(`from ${from}`) ?? 0) >= (ends.get(`to ${to}`) ?? 0) ? `from ${from}` : `to ${to}`;
}

interface ColumnPlace {
  readonly x: number;
  readonly width: number;
}

function columnsOf(
  boxes: readonly Box[],
  ranks: ReadonlyMap<string, number>,
  depth: number,
  gap: number,
): readonly ColumnPlace[] {
  const widths = Array.from({ length: depth }, () => 0);
  for (const { id, width } of boxes) {
    const rank = ranks.get(id) ?? 0;
    widths[rank] = Math.max(widths[rank] ?? 0, width);
  }
  let x = 0;
  return widths.map((width) => {
    const place = { x, width };
    x += width + gap;
    return place;
  });
}

/** A line crosses a rank level, from the column's left edge to its right edge. */
function lanePoints(column: ColumnPlace | undefined, y: number): readonly Point[] {
  return column === undefined
    ? []
    : [
        { x: column.x, y },
        { x: column.x + column.width, y },
      ];
}

/** A smooth path through the points: level at every point, straight through lanes. */
export function smoothPath(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) {
    return "";
  }
  let before = start;
  const parts = [`M ${at(start)}`];
  for (const point of rest) {
    if (point.y === before.y) {
      parts.push(`L ${at(point)}`);
    } else {
      const middle = (before.x + point.x) / 2;
      parts.push(`C ${at({ x: middle, y: before.y })} ${at({ x: middle, y: point.y })} ${at(point)}`);
    }
    before = point;
  }
  return parts.join(" ");
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

/** Links between neighbouring ranks: `links[r]` joins items of rank r with items of rank r + 1. */
export interface Layers {
  readonly ranks: readonly (readonly number[])[];
  readonly links: readonly (readonly (readonly [number, number])[])[];
}

const SWEEPS = 12;

/** Order the items of each rank so that few links cross: barycentre sweeps, the best order seen wins. */
export function ordered({ ranks, links }: Layers): readonly (readonly number[])[] {
  let best: readonly (readonly number[])[] = ranks;
  let fewest = crossings(best, links);
  const current = ranks.map((rank) => [...rank]);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const rightwards = sweep % 2 === 0;
    for (let step = 1; step < current.length; step += 1) {
      const moved = rightwards ? step : current.length - 1 - step;
      const fixed = rightwards ? moved - 1 : moved + 1;
      sortByNeighbours(
        current[moved] ?? [],
        current[fixed] ?? [],
        links[Math.min(moved, fixed)] ?? [],
        rightwards,
      );
    }
    const now = crossings(current, links);
    if (now < fewest) {
      fewest = now;
      best = current.map((rank) => [...rank]);
    }
  }
  return best;
}

function sortByNeighbours(
  moved: number[],
  fixed: readonly number[],
  links: readonly (readonly [number, number])[],
  rightwards: boolean,
): void {
  const place = positions(fixed);
  const sums = new Map<number, { sum: number; count: number }>();
  for (const [left, right] of links) {
    const [item, neighbour] = rightwards ? [right, left] : [left, right];
    const entry = sums.get(item) ?? { sum: 0, count: 0 };
    entry.sum += place.get(neighbour) ?? 0;
    entry.count += 1;
    sums.set(item, entry);
  }
  const before = positions(moved);
  const weight = (item: number): number => {
    const entry = sums.get(item);
    return entry === undefined ? (before.get(item) ?? 0) : entry.sum / entry.count;
  };
  moved.sort(
    (one, other) => weight(one) - weight(other) || (before.get(one) ?? 0) - (before.get(other) ?? 0),
  );
}

/** How many pairs of links cross, over all ranks. */
export function crossings(ranks: readonly (readonly number[])[], links: Layers["links"]): number {
  return links.reduce(
    (total, pairs, rank) => total + crossingsBetween(ranks[rank] ?? [], ranks[rank + 1] ?? [], pairs),
    0,
  );
}

/** Inversions of the right ends when links are sorted by their left ends, counted with a Fenwick tree. */
function crossingsBetween(
  left: readonly number[],
  right: readonly number[],
  links: readonly (readonly [number, number])[],
): number {
  const leftAt = positions(left);
  const rightAt = positions(right);
  const ends = links
    .map(([from, to]) => [leftAt.get(from) ?? 0, rightAt.get(to) ?? 0] as const)
    .sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const tree = new Int32Array(right.length + 1);
  let found = 0;
  ends.forEach(([, end], before) => {
    let below = 0;
    for (let at = end + 1; at > 0; at -= at & -at) {
      below += tree[at] ?? 0;
    }
    found += before - below;
    for (let at = end + 1; at < tree.length; at += at & -at) {
      tree[at] = (tree[at] ?? 0) + 1;
    }
  });
  return found;
}

function positions(items: readonly number[]): ReadonlyMap<number, number> {
  return new Map(items.map((item, index) => [item, index]));
}

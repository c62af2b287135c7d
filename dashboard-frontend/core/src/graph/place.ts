import type { Layers } from "./order";

const ROUNDS = 24;

/**
 * The vertical centre of every item: near its neighbours, in the given order, never closer than heights and gap allow.
 *
 * Each round moves every rank to the least-squares answer for its neighbours' present places.
 */
export function placed(
  ranks: readonly (readonly number[])[],
  links: Layers["links"],
  heights: readonly number[],
  gap: number,
): readonly number[] {
  const centre = heights.map(() => 0);
  for (const rank of ranks) {
    stack(rank, heights, gap, centre);
  }
  const [into, out] = neighbours(links, heights.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    const rightwards = round % 2 === 0;
    for (const rank of rightwards ? ranks : [...ranks].reverse()) {
      const wanted = rank.map(
        (item) => mean([...(into[item] ?? []), ...(out[item] ?? [])], centre) ?? centre[item] ?? 0,
      );
      settle(rank, wanted, heights, gap, centre);
    }
  }
  return centre;
}

function stack(rank: readonly number[], heights: readonly number[], gap: number, centre: number[]): void {
  const total = rank.reduce((sum, item) => sum + (heights[item] ?? 0) + gap, -gap);
  let top = -total / 2;
  for (const item of rank) {
    const height = heights[item] ?? 0;
    centre[item] = top + height / 2;
    top += height + gap;
  }
}

/** Isotonic regression by pooling neighbours that would overlap; offsets turn distances into an order. */
function settle(
  rank: readonly number[],
  wanted: readonly number[],
  heights: readonly number[],
  gap: number,
  centre: number[],
): void {
  const offsets: number[] = [];
  rank.forEach((item, index) => {
    const before = rank[index - 1];
    const distance = before === undefined ? 0 : ((heights[before] ?? 0) + (heights[item] ?? 0)) / 2 + gap;
    offsets.push((offsets[index - 1] ?? 0) + distance);
  });
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((want, index) => {
    let pool = { sum: want - (offsets[index] ?? 0), count: 1 };
    for (let last = pools.at(-1); last !== undefined && overlaps(last, pool); last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  });
  let index = 0;
  for (const { sum, count } of pools) {
    for (let step = 0; step < count; step += 1) {
      centre[rank[index] ?? 0] = sum / count + (offsets[index] ?? 0);
      index += 1;
    }
  }
}

function overlaps(above: { sum: number; count: number }, below: { sum: number; count: number }): boolean {
  return above.sum / above.count > below.sum / below.count;
}

function neighbours(
  links: Layers["links"],
  size: number,
): readonly [readonly number[][], readonly number[][]] {
  const into: number[][] = Array.from({ length: size }, () => []);
  const out: number[][] = Array.from({ length: size }, () => []);
  for (const [left, right] of links.flat()) {
    into[right]?.push(left);
    out[left]?.push(right);
  }
  return [into, out];
}

function mean(items: readonly number[], centre: readonly number[]): number | null {
  return items.length === 0 ? null : items.reduce((sum, item) => sum + (centre[item] ?? 0), 0) / items.length;
}

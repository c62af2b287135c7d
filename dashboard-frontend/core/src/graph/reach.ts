/** An arrow from what is used to what uses it. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

export interface Reach {
  readonly upstream: ReadonlySet<string>;
  readonly downstream: ReadonlySet<string>;
}

/** All that a node is made from, and all that is made from it; the node itself is in neither. */
export function reachOf(node: string, arrows: readonly Arrow[]): Reach {
  const into = grouped(arrows, (arrow) => [arrow.to, arrow.from]);
  const out = grouped(arrows, (arrow) => [arrow.from, arrow.to]);
  return { upstream: closure(node, into), downstream: closure(node, out) };
}

/** Whether an arrow lies on a path through the node. */
export function onPath(arrow: Arrow, node: string, { upstream, downstream }: Reach): boolean {
  const above = (one: string) => one === node || upstream.has(one);
  const below = (one: string) => one === node || downstream.has(one);
  return (above(arrow.from) && above(arrow.to)) || (below(arrow.from) && below(arrow.to));
}

function grouped(
  arrows: readonly Arrow[],
  ends: (arrow: Arrow) => readonly [string, string],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const arrow of arrows) {
    const [key, value] = ends(arrow);
    const list = found.get(key);
    if (list === undefined) {
      found.set(key, [value]);
    } else {
      list.push(value);
    }
  }
  return found;
}

function closure(start: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [...(next.get(start) ?? [])];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node !== start && !seen.has(node)) {
      seen.add(node);
      queue.push(...(next.get(node) ?? []));
    }
  }
  return seen;
}

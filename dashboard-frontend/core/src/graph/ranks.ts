import type { Arrow } from "./reach";

/** The same arrows in the same order, every cycle broken: one that closes a cycle is turned round. */
export function acyclic(nodes: readonly string[], arrows: readonly Arrow[]): readonly Arrow[] {
  const next = successors(arrows);
  const finished = new Set<string>();
  const active = new Set<string>();
  const turned = new Set<string>();
  for (const root of nodes) {
    const stack: { node: string; at: number }[] = finished.has(root) ? [] : [{ node: root, at: 0 }];
    active.add(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = next.get(top.node)?.[top.at];
      top.at += 1;
      if (target === undefined) {
        active.delete(top.node);
        finished.add(top.node);
        stack.pop();
      } else if (active.has(target)) {
        turned.add(`${top.node}\n${target}`);
      } else if (!finished.has(target)) {
        active.add(target);
        stack.push({ node: target, at: 0 });
      }
    }
  }
  return arrows.map(({ from, to }) => (turned.has(`${from}\n${to}`) ? { from: to, to: from } : { from, to }));
}

/** The rank of each node: the longest path that leads to it; a source stands just before its first use. */
export function ranksOf(nodes: readonly string[], arrows: readonly Arrow[]): ReadonlyMap<string, number> {
  const next = successors(arrows);
  const waiting = new Map(nodes.map((node) => [node, 0]));
  for (const { to } of arrows) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const sources = nodes.filter((node) => waiting.get(node) === 0);
  const ranks = new Map(nodes.map((node) => [node, 0]));
  const ready = [...sources];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const target of next.get(node) ?? []) {
      ranks.set(target, Math.max(ranks.get(target) ?? 0, (ranks.get(node) ?? 0) + 1));
      const left = (waiting.get(target) ?? 1) - 1;
      waiting.set(target, left);
      if (left === 0) {
        ready.push(target);
      }
    }
  }
  for (const source of sources) {
    const uses = (next.get(source) ?? []).map((target) => ranks.get(target) ?? 0);
    ranks.set(source, uses.length === 0 ? 0 : Math.min(...uses) - 1);
  }
  return ranks;
}

function successors(arrows: readonly Arrow[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { from, to } of arrows) {
    const list = found.get(from);
    if (list === undefined) {
      found.set(from, [to]);
    } else {
      list.push(to);
    }
  }
  return found;
}

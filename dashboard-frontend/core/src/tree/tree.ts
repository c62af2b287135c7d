import { classNameOf, moduleOf } from "../format/identity";
import { readValue } from "./tagged";
import type { LeafKind, Value } from "./tagged";
import type { ConfigRecord, NodeRecord, State } from "../api/schema.gen";

/** Entries of one container that are drawn before the rest is summed up in a line. */
const SHOWN_ENTRIES = 100;

/** Lines that a tree shows by itself. */
const LINES_AT_FIRST = 36;

export interface TreeNode {
  /** Dotted path from the root: `train.features[0].components`. */
  readonly path: string;
  readonly key: string;
  readonly label: string;
  readonly leaf: { readonly kind: LeafKind; readonly text: string } | null;
  readonly link: { readonly namespace: string; readonly digest: string; readonly state: State | null } | null;
  /** Why this line is not an ordinary field. */
  readonly note: "" | "not in digest" | "declared" | "more";
  /** Children are read when they are needed: shared nodes would make a whole tree exponential. */
  readonly children: (() => readonly TreeNode[]) | null;
}

export interface TreeRow {
  readonly node: TreeNode;
  readonly level: number;
  readonly open: boolean;
}

export interface ConfigSource {
  readonly nodes: Readonly<Record<string, NodeRecord>>;
  readonly states: Readonly<Record<string, State>>;
}

/** The fields of an experiment's own node as a tree; nested nodes are looked up in the record. */
export function configTree(
  config: Pick<ConfigRecord, "node" | "nodes">,
  states: Readonly<Record<string, State>>,
): readonly TreeNode[] {
  return nodeEntries(config.node, "", { nodes: config.nodes, states });
}

/** A result as a tree: the fields of a record or a dict directly, anything else as one line. */
export function resultTree(result: unknown): readonly TreeNode[] {
  const value = readValue(result);
  const source: ConfigSource = { nodes: {}, states: {} };
  return value.shape === "group"
    ? groupEntries(value.entries, "", source)
    : [treeNode("result", value, "result", source, "")];
}

/** The rows that are visible while `open` decides which nodes are unfolded. */
export function visibleRows(roots: readonly TreeNode[], open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (nodes: readonly TreeNode[], level: number): void => {
    for (const node of nodes) {
      const unfolded = node.children !== null && open.has(node.path);
      rows.push({ node, level, open: unfolded });
      if (unfolded) {
        visit(node.children(), level + 1);
      }
    }
  };
  visit(roots, 1);
  return rows;
}

/** What is open at first: all of a small tree, each shared node once; the nearest parts of a large one. */
export function openAtFirst(roots: readonly TreeNode[]): ReadonlySet<string> {
  const open = new Set<string>();
  const seen = new Set<string>();
  const queue = [...roots];
  let lines = roots.length;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const digest = next.link?.digest;
    if (next.children === null || (digest !== undefined && seen.has(digest))) {
      continue;
    }
    const children = next.children();
    if (lines + children.length > LINES_AT_FIRST) {
      continue;
    }
    if (digest !== undefined) {
      seen.add(digest);
    }
    lines += children.length;
    open.add(next.path);
    queue.push(...children);
  }
  return open;
}

/** Every path that can be unfolded, up to a bound that keeps the page alive. */
export function openEverything(roots: readonly TreeNode[], bound = 2000): ReadonlySet<string> {
  const open = new Set<string>();
  const queue = [...roots];
  for (let next = queue.shift(); next !== undefined && open.size < bound; next = queue.shift()) {
    if (next.children !== null) {
      open.add(next.path);
      queue.push(...next.children());
    }
  }
  return open;
}

function nodeEntries(record: NodeRecord, path: string, source: ConfigSource): readonly TreeNode[] {
  const fields = Object.entries(record.fields).map(([key, json]) =>
    treeNode(
      key,
      readValue(json),
      joined(path, key),
      source,
      record.plain.includes(key) ? "not in digest" : "",
    ),
  );
  const declared = record.declared.map(({ namespace, digest }, index) => {
    const key = `_dependencies[${String(index)}]`;
    return treeNode(key, { shape: "node", namespace, digest }, joined(path, key), source, "declared");
  });
  return [...fields, ...declared];
}

function groupEntries(
  entries: readonly (readonly [string, unknown])[],
  path: string,
  source: ConfigSource,
): readonly TreeNode[] {
  const shown = entries
    .slice(0, SHOWN_ENTRIES)
    .map(([key, json]) => treeNode(key, readValue(json), joined(path, key), source, ""));
  const rest = entries.length - shown.length;
  return rest > 0 ? [...shown, moreNode(path, rest)] : shown;
}

function treeNode(
  key: string,
  value: Value,
  path: string,
  source: ConfigSource,
  note: TreeNode["note"],
): TreeNode {
  if (value.shape === "leaf") {
    const { kind, text, label } = value;
    return { path, key, label, leaf: { kind, text }, link: null, note, children: null };
  }
  if (value.shape === "group") {
    const children = value.entries.length === 0 ? null : () => groupEntries(value.entries, path, source);
    return { path, key, label: value.label, leaf: null, link: null, note, children };
  }
  const { namespace, digest } = value;
  const record = source.nodes[digest];
  return {
    path,
    key,
    label: classNameOf(namespace),
    leaf: null,
    link: { namespace, digest, state: source.states[digest] ?? null },
    note,
    children: record === undefined ? null : () => nodeEntries(record, path, source),
  };
}

function moreNode(path: string, rest: number): TreeNode {
  return {
    path: `${path}…`,
    key: "…",
    label: `${String(rest)} more`,
    leaf: null,
    link: null,
    note: "more",
    children: null,
  };
}

function joined(path: string, key: string): string {
  return path === "" || key.startsWith("[") ? `${path}${key}` : `${path}.${key}`;
}

/** Where a node's class is defined, for tooltips. */
export function definedIn(namespace: string): string {
  return moduleOf(namespace) === "" ? namespace : `${classNameOf(namespace)} in ${moduleOf(namespace)}`;
}

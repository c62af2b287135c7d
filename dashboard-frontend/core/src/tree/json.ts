import { formatNumber } from "../format/number";
import type { TreeNode } from "./tree";

/** Entries of one container that are drawn before the rest is summed up in a line. */
const SHOWN_ENTRIES = 1000;

/** Plain JSON as a tree: nothing in it is taken for anything else. */
export function jsonTree(value: unknown): readonly TreeNode[] {
  return isContainer(value) ? entries(value, "") : [node("value", value, "value")];
}

function entries(container: object, path: string): readonly TreeNode[] {
  const list = Array.isArray(container);
  const all = Object.entries(container);
  const shown = all.slice(0, SHOWN_ENTRIES).map(([key, inner]) => {
    const name = list ? `[${key}]` : key;
    return node(name, inner, path === "" || list ? `${path}${name}` : `${path}.${name}`);
  });
  const left = all.length - shown.length;
  return left === 0
    ? shown
    : [...shown, { ...node("…", null, `${path}…`), leaf: null, label: `${String(left)} more`, note: "more" }];
}

function node(key: string, value: unknown, path: string): TreeNode {
  const inner = isContainer(value) ? value : null;
  const size = inner === null ? 0 : Object.keys(inner).length;
  return {
    path,
    key,
    label: inner === null ? "" : Array.isArray(inner) ? `[${String(size)}]` : `{${String(size)}}`,
    leaf: inner === null ? leafOf(value) : null,
    link: null,
    note: "",
    children: inner === null || size === 0 ? null : () => entries(inner, path),
  };
}

function leafOf(value: unknown): NonNullable<TreeNode["leaf"]> {
  if (typeof value === "string") {
    return { kind: "text", text: value };
  }
  if (typeof value === "number") {
    return { kind: "number", text: formatNumber(value, 17) };
  }
  return typeof value === "boolean"
    ? { kind: "truth", text: String(value) }
    : { kind: "nothing", text: "null" };
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

import { is } from "../query/write";
import type { TreeNode } from "./tree";

/** The field of the table that a line of a config is, or null where the table has none: inside a list, a whole node. */
export function fieldOf(node: TreeNode, source: "config" | "result"): string | null {
  const plain = node.leaf !== null && node.leaf.kind !== "file" && node.leaf.kind !== "other";
  return plain && !/[[\]]|^_/.test(node.path) ? `${source}.${node.path}` : null;
}

/** The condition that finds what has the same value here, or null where the table cannot ask for it. */
export function conditionOf(node: TreeNode, source: "config" | "result"): string | null {
  const field = fieldOf(node, source);
  if (field === null || node.leaf === null) {
    return null;
  }
  const { kind, text } = node.leaf;
  if (kind === "nothing") {
    return `${field}=null`;
  }
  return is(field, kind === "truth" ? text.toLowerCase() : text);
}

import { visibleRows } from "@furu/core/tree/tree";
import { useFolding, useTreeKeys } from "./use-folding";
import type { TreeNode } from "@furu/core/tree/tree";

/** A tree of which every open line is drawn: what is open, which line has the focus, and the keys of a tree. */
export function useTree(roots: readonly TreeNode[]) {
  const { open, ...folding } = useFolding(roots);
  const { container, setFocused, walk } = useTreeKeys(folding.toggle);
  const rows = visibleRows(roots, open);
  return { container, rows, setFocused, ...folding, ...walk({ rows }) };
}

import { visibleRows } from "@furu/core/tree/tree";
import { findInTree } from "@furu/core/tree/find";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo } from "react";
import { useFolding, useTreeKeys } from "./use-folding";
import type { TreeNode, TreeRow } from "@furu/core/tree/tree";
import type { RefObject } from "react";

const LINE = 24;
const BESIDE = 40;

/** A tree of any size: which lines are open, which of them are in view, the search, and the keys of a tree. */
export function useTreeRows(roots: readonly TreeNode[], find: string) {
  const { open, ...folding } = useFolding(roots);
  const { container, setFocused, walk } = useTreeKeys(folding.toggle);
  const found = useMemo(() => (find.trim() === "" ? null : findInTree(roots, find)), [roots, find]);
  const rows = useMemo(() => found?.rows ?? visibleRows(roots, open), [found, roots, open]);
  const virtualizer = useLines(container, rows);
  const show = (index: number) => virtualizer.scrollToIndex(index, { align: "auto" });
  return {
    container,
    rows,
    found,
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    setFocused,
    ...folding,
    ...walk({ rows, show }),
  };
}

/** Lines grow with what they say, so they are measured. */
function useLines(container: RefObject<HTMLDivElement | null>, rows: readonly TreeRow[]) {
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser is read in this render only
  return useVirtualizer({
    count: rows.length,
    getScrollElement: () => container.current,
    estimateSize: () => LINE,
    getItemKey: (index) => rows[index]?.node.path ?? index,
    overscan: BESIDE,
  });
}

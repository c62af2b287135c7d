import { openAtFirst, openEverything, visibleRows } from "@furu/core/tree/tree";
import { findInTree } from "@furu/core/tree/find";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { TreeNode, TreeRow } from "@furu/core/tree/tree";
import type { KeyboardEvent, RefObject } from "react";

const LINE = 24;
const BESIDE = 40;

/** A tree of any size: which lines are open, which of them are in view, the search, and the keys of a tree. */
export function useTreeRows(roots: readonly TreeNode[], find: string) {
  const container = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => openAtFirst(roots));
  const [focused, setFocused] = useState<string | null>(null);
  const found = useMemo(() => (find.trim() === "" ? null : findInTree(roots, find)), [roots, find]);
  const rows = useMemo(() => found?.rows ?? visibleRows(roots, open), [found, roots, open]);
  const virtualizer = useLines(container, rows);
  const current = Math.max(
    0,
    rows.findIndex(({ node }) => node.path === focused),
  );
  const toggle = (path: string) => {
    const next = new Set(open);
    if (!next.delete(path)) {
      next.add(path);
    }
    setOpen(next);
  };
  const focus = (index: number) => {
    const place = Math.max(0, Math.min(rows.length - 1, index));
    const path = rows[place]?.node.path;
    if (path !== undefined) {
      setFocused(path);
      virtualizer.scrollToIndex(place, { align: "auto" });
      container.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = rows[current];
    const act = row === undefined ? undefined : keyAction(event.key, { row, rows, current, toggle, focus });
    if (act !== undefined && event.target instanceof HTMLElement && event.target.role === "treeitem") {
      event.preventDefault();
      act();
    }
  };
  return {
    container,
    rows,
    found,
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    tabStop: rows[current]?.node.path,
    toggle,
    setFocused,
    onKeyDown,
    openAll: () => setOpen(openEverything(roots)),
    closeAll: () => setOpen(new Set<string>()),
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

interface KeyContext {
  readonly row: TreeRow;
  readonly rows: readonly TreeRow[];
  readonly current: number;
  readonly toggle: (path: string) => void;
  readonly focus: (index: number) => void;
}

function keyAction(key: string, { row, rows, current, toggle, focus }: KeyContext): (() => void) | undefined {
  const { node, level, open } = row;
  const parent = () => rows.findLastIndex((one, index) => index < current && one.level < level);
  const actions: Record<string, () => void> = {
    ArrowDown: () => focus(current + 1),
    ArrowUp: () => focus(current - 1),
    Home: () => focus(0),
    End: () => focus(rows.length - 1),
    ArrowRight: () => (node.children !== null && !open ? toggle(node.path) : focus(current + 1)),
    ArrowLeft: () => (open ? toggle(node.path) : focus(parent())),
    Enter: () => node.children !== null && toggle(node.path),
    " ": () => node.children !== null && toggle(node.path),
  };
  return actions[key];
}

import { openAtFirst, openEverything, visibleRows } from "@furu/core/tree/tree";
import { useRef, useState } from "react";
import type { TreeNode, TreeRow } from "@furu/core/tree/tree";
import type { KeyboardEvent } from "react";

/** Which parts of a tree are open and which line has the focus, with the keys of a tree. */
export function useTree(roots: readonly TreeNode[]) {
  const container = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => openAtFirst(roots));
  const [focused, setFocused] = useState<string | null>(null);
  const rows = visibleRows(roots, open);
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
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row !== undefined) {
      setFocused(row.node.path);
      container.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.node.path)}"]`)?.focus();
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
    tabStop: rows[current]?.node.path,
    toggle,
    setFocused,
    onKeyDown,
    openAll: () => setOpen(openEverything(roots)),
    closeAll: () => setOpen(new Set()),
  };
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

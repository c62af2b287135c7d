import { openAtFirst, openEverything } from "@furu/core/tree/tree";
import { useRef, useState } from "react";
import type { TreeNode, TreeRow } from "@furu/core/tree/tree";
import type { KeyboardEvent } from "react";

interface Walk {
  readonly rows: readonly TreeRow[];
  /** Bring a line that has the focus into view, where not all lines are drawn. */
  readonly show?: (index: number) => void;
}

/** Which parts of a tree are open. */
export function useFolding(roots: readonly TreeNode[]) {
  const [open, setOpen] = useState(() => openAtFirst(roots));
  const toggle = (path: string) => {
    const next = new Set(open);
    if (!next.delete(path)) {
      next.add(path);
    }
    setOpen(next);
  };
  return {
    open,
    toggle,
    openAll: () => setOpen(openEverything(roots)),
    closeAll: () => setOpen(new Set<string>()),
  };
}

/** Which line of a tree has the focus, and the keys of a tree. */
export function useTreeKeys(toggle: (path: string) => void) {
  const container = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const walk = ({ rows, show }: Walk) => {
    const current = Math.max(
      0,
      rows.findIndex(({ node }) => node.path === focused),
    );
    const focus = (index: number) => {
      const place = Math.max(0, Math.min(rows.length - 1, index));
      const path = rows[place]?.node.path;
      if (path !== undefined) {
        setFocused(path);
        show?.(place);
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
    return { tabStop: rows[current]?.node.path, onKeyDown };
  };
  return { container, setFocused, walk };
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

import { formatCount, plural } from "@furu/core/format/number";
import { TreeLine } from "./tree-line";
import { SearchInput } from "@/components/search-input";
import { SectionNote } from "@/components/section";
import { Button } from "@/components/ui/button";
import { useTreeRows } from "@/hooks/use-tree-rows";
import type { Found } from "@furu/core/tree/find";
import type { TreeNode } from "@furu/core/tree/tree";
import type { ReactNode } from "react";

interface TreeViewProps {
  readonly title: string;
  readonly roots: readonly TreeNode[];
  readonly find: string;
  readonly setFind: (text: string) => void;
  /** What can be done with a line, shown at its end. */
  readonly actions?: (node: TreeNode) => ReactNode;
  /** A leaf that is drawn in a way of its own. */
  readonly leaf?: (node: TreeNode) => ReactNode;
  readonly children?: ReactNode;
}

/** A tree that fills its place: search, folding, the keys of a tree, and only the lines in view drawn. */
export function TreeView({ title, roots, find, setFind, actions, leaf, children }: TreeViewProps) {
  const tree = useTreeRows(roots, find);
  const { container, rows, found, items, height, tabStop, toggle, setFocused } = tree;
  return (
    <section aria-label={title} className="flex min-h-0 flex-1 flex-col">
      <TreeBar
        title={title}
        find={find}
        setFind={setFind}
        found={found}
        openAll={tree.openAll}
        closeAll={tree.closeAll}
      >
        {children}
      </TreeBar>
      {rows.length === 0 && <SectionNote>No line says “{find}”.</SectionNote>}
      <div
        ref={container}
        role="tree"
        aria-label={title}
        tabIndex={-1}
        onKeyDown={tree.onKeyDown}
        className="min-h-40 flex-1 overflow-y-auto overflow-x-hidden py-1.5"
      >
        <div role="presentation" className="relative" style={{ height }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <div
                  key={row.node.path}
                  ref={tree.measure}
                  data-index={index}
                  role="presentation"
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${String(start)}px)` }}
                >
                  <TreeLine
                    row={row}
                    tabStop={row.node.path === tabStop}
                    toggle={() => toggle(row.node.path)}
                    focus={() => setFocused(row.node.path)}
                    actions={actions?.(row.node)}
                    leaf={leaf?.(row.node)}
                  />
                </div>
              )
            );
          })}
        </div>
      </div>
      {found?.more === true && (
        <SectionNote className="border-t">
          Only the first {formatCount(20_000)} lines were searched.
        </SectionNote>
      )}
    </section>
  );
}

interface TreeBarProps {
  readonly title: string;
  readonly find: string;
  readonly setFind: (text: string) => void;
  readonly found: Found | null;
  readonly openAll: () => void;
  readonly closeAll: () => void;
  readonly children?: ReactNode;
}

function TreeBar({ title, find, setFind, found, openAll, closeAll, children }: TreeBarProps) {
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-b px-4">
      <SearchInput
        label={`Find in ${title}`}
        value={find}
        commit={setFind}
        className="min-w-0 flex-1 sm:max-w-72"
      />
      <span role="status" className="hidden text-muted-foreground tabular sm:inline">
        {found !== null && `${plural(found.matches, "match", "matches")}${found.more ? " so far" : ""}`}
      </span>
      <span className="ml-auto flex items-center gap-1">
        {children}
        <Button variant="ghost" size="sm" onClick={openAll} aria-label={`Expand all of ${title}`}>
          Expand all
        </Button>
        <Button variant="ghost" size="sm" onClick={closeAll} aria-label={`Collapse all of ${title}`}>
          Collapse
        </Button>
      </span>
    </div>
  );
}

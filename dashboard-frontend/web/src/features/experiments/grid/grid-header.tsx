import { sortedBy } from "@furu/core/sorting";
import { ArrowDown, ArrowUp } from "lucide-react";
import { SelectBox } from "./select-box";
import { cn } from "@/components/ui/class-names";
import { useColumnDrop } from "@/hooks/use-column-drop";
import type { Layout, PlacedColumn } from "@furu/core/columns/layout";
import type { useDragWidth } from "@/hooks/use-drag-width";
import type { KeyboardEvent } from "react";

export interface HeaderActions {
  readonly sort: (column: PlacedColumn, add: boolean) => void;
  readonly move: (path: string, places: number) => void;
  readonly place: (path: string, before: string, after: boolean) => void;
  readonly resize: (path: string, width: number) => void;
  readonly fit: (path: string) => void;
  readonly edge: ReturnType<typeof useDragWidth>["edge"];
}

interface GridHeaderProps {
  readonly layout: Layout;
  readonly sort: string;
  readonly actions: HeaderActions;
  readonly selected: boolean | "mixed";
  readonly selectAll: () => void;
}

/** Column names: press to sort, drag to move, drag the edge to resize; the arrow keys do both. */
export function GridHeader({ layout, sort, actions, selected, selectAll }: GridHeaderProps) {
  const drop = useColumnDrop(actions.place);
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b bg-rail">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 items-center bg-rail pr-2 text-xs text-muted-foreground"
        style={{ gridTemplateColumns: layout.template }}
      >
        <div role="columnheader" className="sticky left-0 z-[2] flex h-8 items-center justify-center bg-rail">
          <SelectBox checked={selected} label="Select all that match" toggle={selectAll} />
        </div>
        {layout.columns.map((column) => (
          <HeaderCell key={column.path} column={column} sort={sort} actions={actions} drop={drop} />
        ))}
      </div>
    </div>
  );
}

interface HeaderCellProps {
  readonly column: PlacedColumn;
  readonly sort: string;
  readonly actions: HeaderActions;
  readonly drop: ReturnType<typeof useColumnDrop>;
}

const STEP = 16;

function HeaderCell({ column, sort, actions, drop }: HeaderCellProps) {
  const { path, label, align, pinned, left } = column;
  const { direction } = sortedBy(sort, column.sort ?? path);
  const end = align === "end";
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      {...drop.handlers(path)}
      className={cn(
        "group/head relative flex h-8 min-w-0 items-center bg-rail",
        end && "justify-end",
        pinned && "sticky z-[2]",
        drop.over?.path === path &&
          (drop.over.after
            ? "shadow-[inset_-2px_0_0_var(--primary)]"
            : "shadow-[inset_2px_0_0_var(--primary)]"),
      )}
      style={pinned ? { left } : undefined}
    >
      <HeaderButton column={column} sort={sort} actions={actions} />
      <span
        aria-hidden
        draggable
        onDragStart={(event) => {
          event.preventDefault();
          event.stopPropagation();
        }}
        onDoubleClick={() => actions.fit(path)}
        {...actions.edge(path)}
        data-edge={label}
        className="absolute inset-y-0 -right-1 z-[3] w-2 cursor-col-resize touch-none after:absolute after:inset-y-2 after:left-1/2 after:w-px after:bg-border-strong after:opacity-0 group-hover/head:after:opacity-100 hover:after:inset-y-0 hover:after:bg-primary"
      />
    </div>
  );
}

function HeaderButton({ column, sort, actions }: Omit<HeaderCellProps, "drop">) {
  const { path, label, meaning, align, sort: field } = column;
  const { direction, place } = sortedBy(sort, field ?? path);
  const Arrow = direction === "ascending" ? ArrowUp : ArrowDown;
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (way !== 0 && (event.altKey || event.shiftKey)) {
      event.preventDefault();
      if (event.altKey) {
        actions.move(path, way);
      } else {
        actions.resize(path, (event.currentTarget.parentElement?.offsetWidth ?? 0) + way * STEP);
      }
    }
  };
  return (
    <button
      type="button"
      aria-label={label === "" ? `Sort by ${path}` : undefined}
      aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight Alt+ArrowLeft Alt+ArrowRight"
      title={meaning}
      onClick={(event) => field !== null && actions.sort(column, event.shiftKey)}
      onKeyDown={keys}
      className={cn(
        "flex h-8 min-w-0 items-center gap-1 px-2 hover:text-foreground",
        align === "end" && "flex-row-reverse",
        direction !== "none" && "font-medium text-foreground",
      )}
    >
      <span data-column={path} className="truncate">
        {label}
      </span>
      {field !== null && (
        <Arrow
          aria-hidden
          className={cn(
            "size-3 shrink-0",
            direction === "none" &&
              "opacity-0 group-hover/head:opacity-60 group-focus-within/head:opacity-60",
          )}
        />
      )}
      {place !== null && <span className="tabular">{place}</span>}
    </button>
  );
}

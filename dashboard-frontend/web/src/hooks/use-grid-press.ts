import type { ActiveRow } from "./use-active-row";
import type { useCellMenu } from "./use-cell-menu";
import type { Grouping } from "./use-sections";
import type { Selecting } from "./use-selection";
import type { TableRows } from "./use-table-rows";
import type { MouseEvent } from "react";

interface GridPressOptions {
  readonly rows: TableRows;
  readonly active: ActiveRow;
  readonly menu: ReturnType<typeof useCellMenu>;
  readonly grouping: Grouping;
  readonly selecting: Selecting;
  readonly preview: (id: string) => void;
  readonly open: (id: string) => void;
  /** Called with the row that was pressed. */
  readonly follow: (id: string) => void;
}

/** What a press on a line of the table means: one place decides for all rows. */
export function useGridPress(options: GridPressOptions) {
  const { rows, active, menu, grouping, selecting, preview } = options;
  const openMenu = (index: number, path: string, element: Element | null) => {
    const line = rows.at(index);
    if (line.kind === "row" && element !== null) {
      menu.open(line.row, path, element);
    }
  };
  return {
    click: (event: MouseEvent<HTMLElement>) => press(event, { ...options, openMenu }),
    openMenu,
    toggleGroup: (index: number) => {
      const line = rows.at(index);
      if (line.kind === "head") {
        grouping.toggle(line.section.key);
      }
    },
    extend: (by: number) => {
      const line = rows.at(active.index);
      if (selecting.count === 0 && line.kind === "row") {
        selecting.toggle(line.row.experiment.id, active.index);
      }
      const to = Math.max(0, active.index + by);
      selecting.extend(to);
      active.set(to, active.path);
    },
    togglePreview: (shown: string) => {
      const index = Math.max(0, active.index);
      const line = rows.at(index);
      if (line.kind === "row") {
        const { id } = line.row.experiment;
        active.set(index, active.path);
        preview(id === shown ? "" : id);
      }
    },
  };
}

interface PressOptions extends GridPressOptions {
  readonly openMenu: (index: number, path: string, element: Element) => void;
}

function press(event: MouseEvent<HTMLElement>, options: PressOptions): void {
  const { rows, active, grouping, selecting, preview, open, follow, openMenu } = options;
  const { target } = event;
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  const link = target instanceof Element ? target.closest("a") : null;
  if (!(target instanceof Element) || (link !== null && elsewhere)) {
    return;
  }
  const index = Number(target.closest("[data-index]")?.getAttribute("data-index") ?? -1);
  const line = rows.at(index);
  if (index < 0 || line.kind === "waiting") {
    return;
  }
  active.focus();
  active.set(index, target.closest("[data-column]")?.getAttribute("data-column") ?? null);
  if (line.kind === "head") {
    grouping.toggle(line.section.key);
    return;
  }
  const { id } = line.row.experiment;
  const act = target.closest("[data-act]")?.getAttribute("data-act");
  const cell = target.closest("[data-path]");
  if (link !== null) {
    event.preventDefault();
    open(id);
  } else if (act === "preview") {
    preview(id);
  } else if (event.shiftKey) {
    window.getSelection()?.removeAllRanges();
    selecting.extend(index);
  } else if (act === "select" || event.ctrlKey || event.metaKey) {
    selecting.toggle(id, index);
  } else if (window.getSelection()?.isCollapsed !== false) {
    follow(id);
    openMenu(index, cell?.getAttribute("data-path") ?? "class", cell ?? target);
  }
}

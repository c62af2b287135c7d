import { useState } from "react";
import { useCommands } from "./use-commands";
import type { TableRows } from "./use-table-rows";
import type { RefObject } from "react";

interface ActiveRowOptions {
  readonly count: number;
  readonly rows: TableRows;
  readonly paths: readonly string[];
  readonly reveal: (index: number) => void;
  readonly scroller: RefObject<HTMLElement | null>;
  /** The experiment that is active at first; empty for none. */
  readonly initial: string;
  /** Called with the experiment that the keys move to. */
  readonly moved: (id: string) => void;
}

export interface ActiveRow {
  /** Its place; -1 when no row is active. */
  readonly index: number;
  /** The experiment, when the active line is one. */
  readonly id: string | null;
  /** The column whose cell is active in it, if any is. */
  readonly path: string | null;
  readonly set: (index: number, path: string | null) => void;
  readonly focus: () => void;
}

interface Place {
  readonly id: string | null;
  readonly index: number;
  readonly path: string | null;
}

/** The row and cell that the keys move; it stays on its experiment when rows come in above. */
export function useActiveRow(options: ActiveRowOptions): ActiveRow {
  const { count, rows, paths, reveal, scroller, initial, moved } = options;
  const [active, setActive] = useState<Place>({ id: initial === "" ? null : initial, index: -1, path: null });
  const found = active.id === null ? -1 : rows.indexOf(active.id);
  const index = Math.min(found >= 0 ? found : active.index, count - 1);

  const idAt = (place: number) => {
    const line = rows.at(place);
    return line.kind === "row" ? line.row.experiment.id : null;
  };
  // Enter belongs to what has the focus, so the keys that move the row bring it here.
  const focus = () => scroller.current?.focus({ preventScroll: true });
  const set = (place: number, path: string | null) => setActive({ id: idAt(place), index: place, path });
  const move = (to: number) => {
    const place = Math.max(0, Math.min(count - 1, to));
    set(place, active.path);
    reveal(place);
    focus();
    const id = idAt(place);
    if (id !== null) {
      moved(id);
    }
  };
  const step = (by: number) => {
    const at = active.path === null ? -1 : paths.indexOf(active.path);
    const path = paths[Math.max(0, Math.min(paths.length - 1, at + by))] ?? null;
    set(Math.max(0, index), path);
    focus();
  };
  useCommands({
    "list.next": () => move(index + 1),
    "list.previous": () => move(index - 1),
    "list.first": () => move(0),
    "list.last": () => move(count - 1),
    "cell.next": () => step(1),
    "cell.previous": () => step(-1),
  });
  return { index, id: idAt(index) ?? active.id, path: active.path, set, focus };
}

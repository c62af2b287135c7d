import { withMoved, withPlaced, withToggled } from "@furu/core/columns/choice";
import { withCondition } from "@furu/core/columns/conditions";
import { countLines } from "@furu/core/sections";
import { sortOrDefault } from "@furu/core/search";
import { pressSort, writeSort } from "@furu/core/sorting";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { CellMenu } from "./cell-menu";
import { GridHeader } from "./grid-header";
import { cellId, rowId } from "./grid-row";
import { GridLines } from "./grid-lines";
import { useCellMenu } from "@/hooks/use-cell-menu";
import { useCommands } from "@/hooks/use-commands";
import { useActiveRow } from "@/hooks/use-active-row";
import { useCopy } from "@/hooks/use-copy";
import { useFit } from "@/hooks/use-fit";
import { useGridPress } from "@/hooks/use-grid-press";
import { useScrollAnchor } from "@/hooks/use-scroll-anchor";
import { useTableRows } from "@/hooks/use-table-rows";
import { useVirtualRows } from "@/hooks/use-virtual-rows";
import type { HeaderActions } from "./grid-header";
import type { CellActions } from "./cell-menu";
import type { RefObject } from "react";
import type { ActiveRow } from "@/hooks/use-active-row";
import type { RowsRequest } from "@furu/core/api/queries";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";
import type { Columns } from "@/hooks/use-columns";
import type { useLayout } from "@/hooks/use-layout";
import type { Grouping } from "@/hooks/use-sections";
import type { Selecting } from "@/hooks/use-selection";

/** The column names and the hairline below them. */
const HEADER = 33;
const ROW = 32;
const TWO_LINE_ROW = 52;

export interface ExperimentsGridProps {
  readonly search: ExperimentsSearch;
  readonly first: ExperimentPage;
  readonly request: RowsRequest;
  readonly columns: Columns;
  readonly placing: ReturnType<typeof useLayout>;
  readonly grouping: Grouping;
  readonly selecting: Selecting;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
  /** The same, as a step of its own on the way back. */
  readonly go: (part: Partial<ExperimentsSearch>) => void;
}

/** The table: rows of many thousand experiments, of which only those in view are fetched and drawn. */
export function ExperimentsGrid(props: ExperimentsGridProps) {
  const { search, first, request, placing, grouping, selecting } = props;
  const { layout, narrow } = placing;
  const scroller = useRef<HTMLDivElement>(null);
  const { count, rowHeight, rows, lines, active, follow } = useGrid(props, scroller);
  const menu = useCellMenu(layout);
  const copying = useCopy();
  const actions = { ...useCellActions(props), copy: (text: string) => void copying.copy(text, "value") };
  const header = useHeaderActions(props, scroller);
  const { preview, open } = actions;
  const press = useGridPress({ rows, active, menu, grouping, selecting, preview, open, follow });
  useGridKeys({ ...props, active, press, open, scroller });
  const chosen = selecting.count === 0 ? false : selecting.selection.kind === "all" ? true : "mixed";
  return (
    <>
      <div
        ref={scroller}
        role={search.group === "" ? "grid" : "treegrid"}
        aria-label="Experiments"
        aria-rowcount={count + 1}
        aria-colcount={layout.columns.length + 2}
        aria-multiselectable
        aria-activedescendant={describedBy(active)}
        tabIndex={0}
        data-scroll-restoration-id="experiments"
        onScroll={menu.cell === null ? undefined : menu.close}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        <div style={{ minWidth: layout.width + 8 }}>
          <GridHeader
            layout={layout}
            sort={request.sort}
            actions={header}
            selected={chosen}
            selectAll={chosen === false ? selecting.all : selecting.clear}
          />
          <GridLines
            {...{ lines, rows, layout, narrow, rowHeight, active, grouping, press }}
            by={search.group}
            has={selecting.has}
          />
        </div>
      </div>
      {menu.cell !== null && <CellMenu cell={menu.cell} actions={actions} close={menu.close} />}
      <span role="status" className="sr-only">
        {copying.copied === null ? "" : `Copied ${copying.copied}`}
        {first.truncated ? "The page was cut short." : ""}
      </span>
    </>
  );
}

/** Which lines are in view, what they hold, and which of them is active. */
function useGrid(props: ExperimentsGridProps, scroller: RefObject<HTMLElement | null>) {
  const { search, request, placing, grouping, change } = props;
  const [needed, setNeeded] = useState({ first: 0, last: 0 });
  const rowHeight = placing.narrow ? TWO_LINE_ROW : ROW;
  const count = countLines(grouping.sections);
  const rows = useTableRows(request, grouping.sections, needed.first, needed.last);
  const lines = useVirtualRows({ scroller, count, rowHeight, header: HEADER });
  if (lines.first !== needed.first || lines.last !== needed.last) {
    setNeeded({ first: lines.first, last: lines.last });
  }
  const idAt = (index: number) => {
    const line = rows.at(index);
    return line.kind === "row" ? line.row.experiment.id : undefined;
  };
  const list = `${request.q}\n${request.sort}\n${search.group}`;
  useScrollAnchor({ scroller, rowHeight, list, idAt, indexOf: rows.indexOf });
  const follow = (id: string) => search.preview !== "" && change({ preview: id });
  const active = useActiveRow({
    count,
    rows,
    paths: placing.layout.columns.map(({ path }) => path),
    reveal: lines.reveal,
    scroller,
    initial: search.preview,
    moved: follow,
  });
  return { count, rowHeight, rows, lines, active, follow };
}

function describedBy({ id, index, path }: ActiveRow): string | undefined {
  if (id === null || index < 0) {
    return undefined;
  }
  return path === null ? rowId(id) : cellId(id, path);
}

/** What the menu of a cell does. */
function useCellActions({ first, columns, change, go }: ExperimentsGridProps): Omit<CellActions, "copy"> {
  const navigate = useNavigate();
  const toggle = (path: string) => columns.choose(withToggled(columns.choices, path));
  return {
    filter: (clause) => go({ q: withCondition(first.clauses, clause) }),
    sort: (field, descending) => change({ sort: writeSort([{ field, descending }]) }),
    hide: toggle,
    show: toggle,
    preview: (preview) => change({ preview }),
    open: (id) => void navigate({ to: "/experiments/$id", params: { id } }),
  };
}

function useHeaderActions(
  { search, columns, placing, change }: ExperimentsGridProps,
  scroller: RefObject<HTMLElement | null>,
): HeaderActions {
  const { choices, choose } = columns;
  const fit = useFit(scroller);
  return {
    sort: (column, add) =>
      change({ sort: pressSort(sortOrDefault(search), column.sort ?? column.path, column.first, add) }),
    move: (path, places) => choose(withMoved(choices, path, places)),
    place: (path, target, after) => {
      const rest = choices.filter((one) => one.path !== path);
      choose(withPlaced(choices, path, rest.findIndex((one) => one.path === target) + (after ? 1 : 0)));
    },
    resize: placing.resize,
    fit: (path) => placing.resize(path, fit(path)),
    edge: placing.edge,
  };
}

interface GridKeysOptions extends ExperimentsGridProps {
  readonly active: ActiveRow;
  readonly press: ReturnType<typeof useGridPress>;
  readonly open: (id: string) => void;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** The keys of the table beside those that move. */
function useGridKeys({ search, selecting, active, press, open, change, scroller }: GridKeysOptions) {
  const { id, index } = active;
  useCommands({
    "list.open": () => (id === null ? press.toggleGroup(index) : open(id)),
    "list.preview": () => press.togglePreview(search.preview),
    "list.select": () => id !== null && selecting.toggle(id, index),
    "list.extendNext": () => press.extend(1),
    "list.extendPrevious": () => press.extend(-1),
    "list.selectAll": selecting.all,
    "list.unselect": selecting.clear,
    "cell.menu": () => {
      const cell = id === null ? null : document.getElementById(cellId(id, active.path ?? "class"));
      press.openMenu(index, active.path ?? "class", cell ?? scroller.current);
    },
    ...(search.preview === "" ? {} : { "list.unpreview": () => change({ preview: "" }) }),
  });
}

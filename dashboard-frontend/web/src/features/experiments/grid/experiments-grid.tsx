import { columnsFor, gridTemplate, NARROW } from "@furu/core/columns";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { GridHeader } from "./grid-header";
import { GridRow, WaitingRow } from "./grid-row";
import { ProblemView } from "@/components/problem-view";
import { useCommands } from "@/hooks/use-commands";
import { useExperimentWindow } from "@/hooks/use-experiment-window";
import { useScrollAnchor } from "@/hooks/use-scroll-anchor";
import { useVirtualRows } from "@/hooks/use-virtual-rows";
import { useWidth } from "@/hooks/use-width";
import type { Experiment } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";
import type { RefObject } from "react";

/** The column names and the hairline below them. */
const HEADER = 33;
const ROW = 32;
const TWO_LINE_ROW = 52;

interface ExperimentsGridProps {
  readonly search: ExperimentsSearch;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
}

/** The table: rows of many thousand experiments, of which only those in view are fetched and drawn. */
export function ExperimentsGrid({ search, change }: ExperimentsGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, measure] = useWidth(window.innerWidth);
  const [needed, setNeeded] = useState({ first: 0, last: 0 });
  const narrow = width < NARROW;
  const rowHeight = narrow ? TWO_LINE_ROW : ROW;
  const { total, at, indexOf, error } = useExperimentWindow(search, needed.first, needed.last);
  const rows = useVirtualRows({ scroller, count: total, rowHeight, header: HEADER });
  if (rows.first !== needed.first || rows.last !== needed.last) {
    setNeeded({ first: rows.first, last: rows.last });
  }
  useScrollAnchor({ scroller, rowHeight, list: search, idAt: (index) => at(index)?.id, indexOf });
  const active = useActiveRow({ total, at, indexOf, reveal: rows.reveal, scroller });

  const columns = columnsFor(width);
  const template = gridTemplate(columns);
  if (error !== null && total === 0) {
    return <ProblemView error={error} />;
  }
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Experiments"
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active.id === null ? undefined : rowId(active.id)}
      tabIndex={0}
      data-scroll-restoration-id="experiments"
      className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto focus-visible:-outline-offset-2"
    >
      <div ref={measure} className="min-w-0">
        <GridHeader columns={columns} template={template} search={search} change={change} />
        <div role="rowgroup" className="relative" style={{ height: rows.height }}>
          {rows.items.map(({ index, start }) => {
            const experiment = at(index);
            const place = { top: start, height: rowHeight, template };
            return experiment === undefined ? (
              <WaitingRow key={`waiting ${String(index)}`} place={place} columns={columns} />
            ) : (
              <GridRow
                key={experiment.id}
                domId={rowId(experiment.id)}
                number={index + 2}
                experiment={experiment}
                columns={columns}
                place={place}
                narrow={narrow}
                active={experiment.id === active.id}
                open={() => active.open(experiment)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface ActiveRowOptions {
  readonly total: number;
  readonly at: (index: number) => Experiment | undefined;
  readonly indexOf: (id: string) => number;
  readonly reveal: (index: number) => void;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** The row that the keys move; it stays on its experiment when rows come in above. */
function useActiveRow({ total, at, indexOf, reveal, scroller }: ActiveRowOptions) {
  const navigate = useNavigate();
  const [active, setActive] = useState<{ id: string | null; index: number }>({ id: null, index: -1 });
  const found = active.id === null ? -1 : indexOf(active.id);
  const current = found >= 0 ? found : active.index;
  const move = (to: number) => {
    const index = Math.max(0, Math.min(total - 1, to));
    setActive({ id: at(index)?.id ?? null, index });
    reveal(index);
    // Enter belongs to what has the focus, so the keys that move the row bring it here.
    scroller.current?.focus({ preventScroll: true });
  };
  const open = ({ id }: Experiment) => {
    setActive({ id, index: indexOf(id) });
    void navigate({ to: "/experiments/$id", params: { id } });
  };
  const openActive = () => {
    const experiment = at(current);
    if (experiment !== undefined) {
      open(experiment);
    }
  };
  useCommands({
    "list.next": () => move(current + 1),
    "list.previous": () => move(current - 1),
    "list.first": () => move(0),
    "list.last": () => move(total - 1),
    "list.open": openActive,
  });
  return { id: active.id ?? at(active.index)?.id ?? null, open };
}

function rowId(id: string): string {
  return `row-${id}`;
}

import { kindOfValues } from "@furu/core/columns/cell";
import { NARROWEST, readColumns, WIDEST, withChanged, writeColumns } from "@furu/core/columns/choice";
import { layoutOf, NARROW } from "@furu/core/columns/layout";
import { useMemo } from "react";
import { useDragWidth } from "./use-drag-width";
import type { Columns } from "./use-columns";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { Kind } from "@furu/core/columns/known";

/** What leaves hold, as the first page tells. */
export function kindsOf(first: ExperimentPage): ReadonlyMap<string, Kind> {
  return new Map(
    first.columns.map((path, at) => [path, kindOfValues(first.cells.map((cells) => cells[at]))]),
  );
}

/** Where the columns stand; it stays the same value while nothing about them changes. */
export function useLayout(columns: Columns, first: ExperimentPage, width: number) {
  const narrow = columns.fitted && width < NARROW;
  const resize = (path: string, to: number) =>
    columns.choose(withChanged(columns.choices, path, { width: to }));
  const { dragged, edge } = useDragWidth({ commit: resize, bounds: [NARROWEST, WIDEST] });
  const shown =
    dragged === null ? columns.choices : withChanged(columns.choices, dragged.what, { width: dragged.width });
  const kinds = kindsOf(first);
  const text = writeColumns(shown);
  const said = JSON.stringify([...kinds]);
  const layout = useMemo(
    () => layoutOf(readColumns(text), new Map(JSON.parse(said) as [string, Kind][]), narrow),
    [text, said, narrow],
  );
  return { layout, kinds, narrow, resize, edge };
}

import { PAGE_SIZE } from "@furu/core/api/queries";
import { firstRow, lineAt, pagesFor } from "@furu/core/sections";
import { useQueries } from "@tanstack/react-query";
import { queries } from "./queries";
import type { RowsRequest } from "@furu/core/api/queries";
import type { ExperimentPage, GroupRow } from "@furu/core/api/schema.gen";
import type { TableRow } from "@furu/core/columns/values";
import type { Section } from "@furu/core/sections";

export type TableLine =
  | { readonly kind: "head"; readonly section: Section<GroupRow>; readonly group: GroupRow }
  | { readonly kind: "row"; readonly section: Section<GroupRow>; readonly row: TableRow }
  /** A row whose page is on the way. */
  | { readonly kind: "waiting" };

export interface TableRows {
  readonly at: (index: number) => TableLine;
  /** The place of an experiment among the rows at hand; -1 when it is not there. */
  readonly indexOf: (id: string) => number;
}

/** Rows beyond those in view that are fetched ahead. */
const AHEAD = 40;

/** The server's pages that the lines in view need, over a cache that may have holes. */
export function useTableRows(
  request: RowsRequest,
  sections: readonly Section<GroupRow>[],
  first: number,
  last: number,
): TableRows {
  const wanted = pagesFor(sections, Math.max(0, first - AHEAD), last + AHEAD, PAGE_SIZE);
  const results = useQueries({
    queries: wanted.map(({ section, page }) => queries.experimentsPage({ ...request, q: section.q }, page)),
  });
  const pages = new Map(
    wanted.map(({ section, page }, place) => [pageKey(section, page), results[place]?.data]),
  );
  return {
    at: (index) => {
      const line = lineAt(sections, index);
      if (line === undefined || line.kind === "head") {
        return line === undefined ? { kind: "waiting" } : { ...line, group: line.head };
      }
      const page = pages.get(pageKey(line.section, Math.floor(line.place / PAGE_SIZE)));
      const row = page === undefined ? undefined : rowsOfPage(page)[line.place % PAGE_SIZE];
      return row === undefined ? { kind: "waiting" } : { kind: "row", section: line.section, row };
    },
    indexOf: (id) => {
      for (const { section, page } of wanted) {
        const items = pages.get(pageKey(section, page))?.items ?? [];
        const place = items.findIndex((one) => one.id === id);
        if (place >= 0) {
          return firstRow(sections, section.key) + page * PAGE_SIZE + place;
        }
      }
      return -1;
    },
  };
}

const known = new WeakMap<ExperimentPage, readonly TableRow[]>();

/** The rows of a page; the same page gives the same rows, so that what shows them need not be drawn again. */
export function rowsOfPage(page: ExperimentPage): readonly TableRow[] {
  const before = known.get(page);
  if (before !== undefined) {
    return before;
  }
  const rows = page.items.map((experiment, place) => ({
    experiment,
    values: Object.fromEntries(page.columns.map((path, at) => [path, page.cells[place]?.[at]])),
  }));
  known.set(page, rows);
  return rows;
}

function pageKey({ key }: Section<GroupRow>, page: number): string {
  return `${key}\n${String(page)}`;
}

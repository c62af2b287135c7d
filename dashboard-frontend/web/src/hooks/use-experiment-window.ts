import { PAGE_SIZE } from "@furu/core/api/queries";
import { useQueries } from "@tanstack/react-query";
import { queries } from "./queries";
import type { Experiment } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";

export interface ExperimentWindow {
  readonly total: number;
  /** The row at a place in the whole list; undefined while its page is on the way. */
  readonly at: (index: number) => Experiment | undefined;
  readonly indexOf: (id: string) => number;
  readonly error: Error | null;
}

/** The server's pages that the given rows need, over a cache that may have holes. */
export function useExperimentWindow(
  search: ExperimentsSearch,
  first: number,
  last: number,
): ExperimentWindow {
  const start = Math.floor(first / PAGE_SIZE);
  const end = Math.max(start, Math.floor(last / PAGE_SIZE));
  const wanted = Array.from({ length: end - start + 1 }, (_, step) => start + step);
  const pages = wanted.includes(0) ? wanted : [0, ...wanted];
  const results = useQueries({ queries: pages.map((page) => queries.experimentsPage(search, page)) });

  const items = new Map(pages.map((page, place) => [page, results[place]?.data?.items]));
  const newest = results
    .map(({ data }) => data)
    .reduce((best, data) => ((data?.version ?? -1) > (best?.version ?? -1) ? data : best), undefined);
  return {
    total: newest?.total ?? 0,
    at: (index) => items.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE],
    indexOf: (id) => {
      for (const [page, rows] of items) {
        const place = rows?.findIndex((row) => row.id === id) ?? -1;
        if (place >= 0) {
          return page * PAGE_SIZE + place;
        }
      }
      return -1;
    },
    error: results.find(({ error }) => error !== null)?.error ?? null,
  };
}

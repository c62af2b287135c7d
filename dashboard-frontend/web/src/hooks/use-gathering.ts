import { PAGE_SIZE } from "@furu/core/api/queries";
import { DEFAULT_SORT } from "@furu/core/search";
import { useQueryClient } from "@tanstack/react-query";
import { queries } from "./queries";
import type { Selection } from "@furu/core/selection";

/** Experiments whose ids can be copied at once. */
export const MOST_IDS = 5000;

/** Experiments whose Python can be copied at once: each is read from disk. */
export const MOST_SNIPPETS = 100;

/** Fetch what a selection stands for. */
export function useGathering(selection: Selection) {
  const cache = useQueryClient();
  const ids = async (): Promise<readonly string[]> => {
    if (selection.kind === "some") {
      return [...selection.ids];
    }
    const pages = Math.ceil(Math.min(selection.expected, MOST_IDS) / PAGE_SIZE);
    const request = { q: selection.q, sort: DEFAULT_SORT, columns: "", leaves: false };
    const found = await Promise.all(
      Array.from({ length: pages }, (_, page) => cache.query(queries.experimentsPage(request, page))),
    );
    return found.flatMap(({ items }) => items.map(({ id }) => id));
  };
  const snippets = async (): Promise<readonly string[]> => {
    const details = await Promise.all((await ids()).map((id) => cache.query(queries.experiment(id))));
    return details.flatMap(({ python }) => (python === null ? [] : [python]));
  };
  const differing = async (q: string) => (await cache.query(queries.columns(q, ""))).items;
  return { ids, snippets, differing };
}

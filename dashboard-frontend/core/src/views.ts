import { readColumns, writeColumns } from "./columns/choice";
import { DEFAULT_SORT, EVERY_EXPERIMENT } from "./search";
import type { View, ViewSettings } from "./api/schema.gen";
import type { ExperimentsSearch } from "./search";

/** What of the URL a saved view keeps. */
export function settingsOf(search: ExperimentsSearch): ViewSettings {
  return {
    query: search.q,
    sort: search.sort === "" ? DEFAULT_SORT : search.sort,
    columns: readColumns(search.columns).map(({ path, pinned, width }) => ({ field: path, pinned, width })),
    group: search.group === "" ? null : search.group,
    facets: [],
    facets_shown: search.facets !== "",
    differences: false,
    density: "normal",
  };
}

/** The whole URL of a saved view. */
export function searchOfView({ slug, record: { settings } }: View): ExperimentsSearch {
  const { query, sort, columns, group, facets_shown } = settings;
  return {
    ...EVERY_EXPERIMENT,
    q: query,
    sort: sort === DEFAULT_SORT ? "" : sort,
    columns: writeColumns(columns.map(({ field, pinned, width }) => ({ path: field, pinned, width }))),
    group: group ?? "",
    facets: facets_shown ? "left" : "",
    view: slug,
  };
}

/** Whether what is on screen is no longer what the view keeps. */
export function isModified(view: View, search: ExperimentsSearch): boolean {
  const saved = settingsOf(searchOfView(view));
  return JSON.stringify(saved) !== JSON.stringify(settingsOf(search));
}

/** What the file of a new view is called: its name in small letters, and a number when that is taken. */
export function newSlug(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST_SLUG)
    .replace(/-+$/, "");
  const first = plain === "" ? "view" : plain;
  const names = [first, ...taken.map((_, place) => `${first}-${String(place + 2)}`)];
  return names.find((one) => !taken.includes(one)) ?? first;
}

const LONGEST_SLUG = 60;

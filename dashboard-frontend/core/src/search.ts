import { joinConditions } from "./query/write";

/** What the experiments table shows; all of it is in the URL. */
export interface ExperimentsSearch {
  /** A query, as it was typed. */
  readonly q: string;
  /** Fields, each with `-` before it when descending; empty means the newest first. */
  readonly sort: string;
  /** The columns in order, with their widths; empty for those that fit. */
  readonly columns: string;
  /** The field whose values the rows stand together by. */
  readonly group: string;
  /** What the groups are sorted by: `count`, the field itself, or a column with `:low`, `:mean` or `:high`. */
  readonly groupsort: string;
  /** The side of the table at which the facets stand. */
  readonly facets: "" | "left" | "right";
  /** The id of the experiment beside the table. */
  readonly preview: string;
  /** The saved view that all this began as. */
  readonly view: string;
}

export interface GraphSearch {
  /** The namespace of the selected class. */
  readonly select: string;
  readonly view: "" | "table";
}

export interface RunsSearch {
  /** The page of the list, from 2 on; the first needs no mention. */
  readonly page: number | null;
}

export const DEFAULT_SORT = "-created";

export const EVERY_EXPERIMENT: ExperimentsSearch = {
  q: "",
  sort: "",
  columns: "",
  group: "",
  groupsort: "",
  facets: "",
  preview: "",
  view: "",
};

export const WHOLE_GRAPH: GraphSearch = { select: "", view: "" };

export const LATEST_RUNS: RunsSearch = { page: null };

/** The table of the experiments for which all of these hold. */
export function experimentsWhere(...conditions: readonly string[]): ExperimentsSearch {
  return { ...EVERY_EXPERIMENT, q: joinConditions(conditions) };
}

const SIDES = ["left", "right"] as const;

type Raw = Readonly<Record<string, unknown>>;

/** Read the table's view from URL parameters; what cannot be understood falls back to the default. */
export function experimentsSearch(raw: Raw): ExperimentsSearch {
  return {
    q: textsOf(raw["q"])[0] ?? "",
    sort: sortOf(textsOf(raw["sort"])[0]),
    columns: textsOf(raw["columns"])[0] ?? "",
    group: textsOf(raw["group"])[0] ?? "",
    groupsort: textsOf(raw["groupsort"])[0] ?? "",
    facets: SIDES.find((side) => side === textsOf(raw["facets"])[0]) ?? "",
    preview: textsOf(raw["preview"])[0] ?? "",
    view: textsOf(raw["view"])[0] ?? "",
  };
}

export function graphSearch(raw: Raw): GraphSearch {
  return {
    select: textsOf(raw["select"])[0] ?? "",
    view: textsOf(raw["view"])[0] === "table" ? "table" : "",
  };
}

export function runsSearch(raw: Raw): RunsSearch {
  // What formatQuery writes is text; what a link says is a number.
  const page = Number([raw["page"]].flat()[0]);
  return { page: Number.isSafeInteger(page) && page > 1 && page < 1e6 ? page : null };
}

export function isFiltered(search: ExperimentsSearch): boolean {
  return search.q !== "";
}

export function sortOrDefault({ sort }: ExperimentsSearch): string {
  return sort === "" ? DEFAULT_SORT : sort;
}

/** Add the value when it is absent, take it out when it is there. */
export function toggled<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** Query text to parameters; a repeated name becomes a list. */
export function parseQuery(text: string): Record<string, unknown> {
  const found = new Map<string, readonly string[]>();
  for (const pair of text.replace(/^\?/, "").split("&")) {
    if (pair === "") {
      continue;
    }
    const [name = "", value = ""] = pair.split(/=(.*)/s).map(decoded);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

/** Parameters to query text; lists repeat their name, and what needs no escape stays readable. */
export function formatQuery(parameters: Raw): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null && one !== "")
      .map((one) => `${name}=${encoded(String(one))}`),
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%3A", ":")
    .replaceAll("%40", "@")
    .replaceAll("%2C", ",")
    .replaceAll("%20", "+");
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
}

function sortOf(text = ""): string {
  return text === DEFAULT_SORT ? "" : text;
}

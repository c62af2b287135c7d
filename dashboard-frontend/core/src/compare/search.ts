/** Which experiments are compared, and how; all of it is in the address. */
export interface CompareSearch {
  /** Ids or unique prefixes, separated by commas. */
  readonly ids: string;
  /** The one that the others are held against; empty for the first. */
  readonly baseline: string;
  /** `all` shows what is equal, too. */
  readonly rows: "" | "all";
}

/** Experiments that one comparison takes. */
export const MOST_COMPARED = 50;

/** Read a comparison from the parameters of an address. */
export function compareSearch(raw: Readonly<Record<string, unknown>>): CompareSearch {
  const text = (name: string) => {
    const [first] = [raw[name]].flat();
    return typeof first === "string" || typeof first === "number" ? String(first) : "";
  };
  return { ids: text("ids"), baseline: text("baseline"), rows: text("rows") === "all" ? "all" : "" };
}

/** The address of a comparison of these experiments. */
export function comparisonOf(ids: readonly string[]): CompareSearch {
  return { ids: ids.slice(0, MOST_COMPARED).join(","), baseline: "", rows: "" };
}

/** Those that are compared, in order. */
export function comparedIds({ ids }: CompareSearch): readonly string[] {
  return [...new Set(ids.split(",").map((id) => id.trim()))].filter((id) => id !== "");
}

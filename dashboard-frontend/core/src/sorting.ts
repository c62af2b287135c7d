import { readNames, writeNames } from "./columns/names";

/** One of the fields by which the list is sorted. */
export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

export type Direction = "ascending" | "descending";

/** Keys from their text: fields separated by commas, `-` before one that descends. */
export function readSort(text: string): readonly SortKey[] {
  return readNames(text).map((name) => ({ field: name.replace(/^-/, ""), descending: name.startsWith("-") }));
}

export function writeSort(keys: readonly SortKey[]): string {
  return writeNames(keys.map(({ field, descending }) => `${descending ? "-" : ""}${field}`));
}

/** How a field takes part in a sort: its direction, and its place when there are several. */
export function sortedBy(
  sort: string,
  field: string,
): { readonly direction: Direction | "none"; readonly place: number | null } {
  const keys = readSort(sort);
  const at = keys.findIndex((key) => key.field === field);
  const found = keys[at];
  return found === undefined
    ? { direction: "none", place: null }
    : {
        direction: found.descending ? "descending" : "ascending",
        place: keys.length > 1 ? at + 1 : null,
      };
}

/** The sort after a header is pressed: its own direction first, then the other; `add` keeps the keys before it. */
export function pressSort(sort: string, field: string, first: Direction, add: boolean): string {
  const keys = readSort(sort);
  const before = keys.find((key) => key.field === field);
  const next = { field, descending: before === undefined ? first === "descending" : !before.descending };
  if (!add) {
    return writeSort([next]);
  }
  return writeSort(
    before === undefined ? [...keys, next] : keys.map((key) => (key.field === field ? next : key)),
  );
}

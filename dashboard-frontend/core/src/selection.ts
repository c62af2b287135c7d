import { formatCount } from "./format/number";

/** Chosen experiments: some by their ids, or all that match a query, as many as were counted. */
export type Selection =
  | { readonly kind: "some"; readonly ids: ReadonlySet<string> }
  | { readonly kind: "all"; readonly q: string; readonly expected: number };

export const NOTHING_SELECTED: Selection = { kind: "some", ids: new Set() };

export function countSelected(selection: Selection): number {
  return selection.kind === "all" ? selection.expected : selection.ids.size;
}

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === "all" || selection.ids.has(id);
}

/** Add an id, or take it out; after "all", only what is added counts. */
export function withOne(selection: Selection, id: string): Selection {
  const ids = new Set(selection.kind === "all" ? [] : selection.ids);
  if (!ids.delete(id)) {
    ids.add(id);
  }
  return { kind: "some", ids };
}

/** Add many ids. */
export function withMany(selection: Selection, more: Iterable<string>): Selection {
  return { kind: "some", ids: new Set([...(selection.kind === "all" ? [] : selection.ids), ...more]) };
}

/** What a write is told: the ids, or the query with the number that was seen, so that it refuses another. */
export function writeTarget(
  selection: Selection,
): { readonly ids: readonly string[] } | { readonly q: string; readonly expected: number } {
  return selection.kind === "all"
    ? { q: selection.q, expected: selection.expected }
    : { ids: [...selection.ids] };
}

/** `3 selected`, `all 12,431 matching selected`. */
export function describeSelection(selection: Selection): string {
  return selection.kind === "all"
    ? `all ${formatCount(selection.expected)} matching selected`
    : `${formatCount(selection.ids.size)} selected`;
}

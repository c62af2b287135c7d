import { formatNumber } from "./format/number";
import { readValue } from "./tree/tagged";

export interface LeafPair {
  readonly path: string;
  readonly text: string;
}

/** The leaves that tell rows of one class apart: the node's own first, then nested ones by depth. */
export function leafPairs(leaves: Readonly<Record<string, unknown>>, limit: number): readonly LeafPair[] {
  return Object.entries(leaves)
    .map(([path, value]) => ({ path, text: leafText(value), depth: path.split(/[.[]/).length }))
    .filter(({ text }) => text !== "")
    .sort((one, other) => one.depth - other.depth)
    .slice(0, limit)
    .map(({ path, text }) => ({ path, text }));
}

/** Digits of a number in a cell; the experiment's page shows more. */
const CELL_DIGITS = 4;

/** One leaf in a cell; containers have none. */
export function leafText(value: unknown): string {
  if (typeof value === "number") {
    return formatNumber(value, CELL_DIGITS);
  }
  const read = readValue(value);
  return read.shape === "leaf" ? read.text : "";
}

/** The last part of a leaf's path, which is enough in a row of its own class. */
export function leafName(path: string): string {
  return path.split(".").at(-1) ?? path;
}

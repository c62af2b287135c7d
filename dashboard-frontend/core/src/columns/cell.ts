import { formatBytes } from "../format/bytes";
import { exactDuration, formatDuration } from "../format/duration";
import { formatNumber } from "../format/number";
import { exactTime, formatAgo } from "../format/time";
import { readValue } from "../tree/tagged";
import type { Kind } from "./known";

/** A value as a cell shows it, and exactly, for its tooltip. */
export interface CellText {
  readonly text: string;
  readonly exact: string;
}

const DIGITS = 5;

/** A value of a column in few characters; null where there is none. */
export function cellText(value: unknown, kind: Kind, now: number): CellText | null {
  if (value === null || value === undefined || value === "") {
    return null;
  }
  if (typeof value === "number") {
    return { text: numberText(value, kind), exact: numberExact(value, kind) };
  }
  if (typeof value === "boolean") {
    return same(value ? "yes" : "no");
  }
  if (typeof value === "string") {
    return kind === "time"
      ? { text: formatAgo(value, now), exact: exactTime(value) }
      : { text: value.split("\n", 1)[0] ?? "", exact: value };
  }
  const read = readValue(value);
  return read.shape === "leaf" ? same(read.text) : same(JSON.stringify(value));
}

/** What a column's values are, as far as these tell: numbers only, truths only, or anything. */
export function kindOfValues(values: Iterable<unknown>): Kind {
  const kinds = new Set<string>();
  for (const value of values) {
    if (value !== null && value !== undefined) {
      kinds.add(typeof value);
    }
  }
  const [only] = kinds;
  return kinds.size !== 1 ? "mixed" : only === "number" ? "number" : only === "boolean" ? "flag" : "text";
}

/** A number of a field in the unit of its kind, for sums of groups. */
export function amountText(value: number, kind: Kind): string {
  return numberText(value, kind);
}

function numberText(value: number, kind: Kind): string {
  return kind === "seconds"
    ? formatDuration(value)
    : kind === "bytes"
      ? formatBytes(value)
      : formatNumber(value, DIGITS);
}

function numberExact(value: number, kind: Kind): string {
  return kind === "seconds"
    ? exactDuration(value)
    : kind === "bytes"
      ? `${value.toLocaleString("en")} bytes`
      : String(value);
}

function same(text: string): CellText {
  return { text, exact: text };
}

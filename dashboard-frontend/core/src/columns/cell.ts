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

/** How many of the values must be of one kind for the column to be of it. */
const MOST = 0.9;

/** What a column's values are, as far as these tell: nearly all numbers, truths or texts, or anything. */
export function kindOfValues(values: Iterable<unknown>): Kind {
  const counts = new Map<string, number>();
  let all = 0;
  for (const value of values) {
    if (value !== null && value !== undefined) {
      counts.set(typeof value, (counts.get(typeof value) ?? 0) + 1);
      all += 1;
    }
  }
  const [only] = [...counts].filter(([, count]) => count >= MOST * all).map(([kind]) => kind);
  return only === "number" ? "number" : only === "boolean" ? "flag" : only === "string" ? "text" : "mixed";
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

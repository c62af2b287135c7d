import type { Column } from "../api/schema.gen";

const ALWAYS = ["class", "state"];
const MOST_CONFIG = 24;
const MOST_RESULTS = 12;

/** The columns in which experiments differ: what was configured otherwise, and what came of it. */
export function differingColumns(columns: readonly Column[]): readonly string[] {
  const varying = (source: Column["source"]) =>
    columns.filter((column) => column.source === source && column.varies).map(({ path }) => path);
  return [...ALWAYS, ...varying("config").slice(0, MOST_CONFIG), ...varying("result").slice(0, MOST_RESULTS)];
}

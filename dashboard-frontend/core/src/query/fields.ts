import type { ColumnKind } from "./operators";

/** Fields that every experiment has and whose values are written in a way of their own. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  created: "time",
  updated: "time",
  started: "time",
  duration: "seconds",
  cpu: "seconds",
  memory: "bytes",
  gpu_memory: "bytes",
  size: "bytes",
};

/** What a field holds, as far as its name tells. */
export function fieldKind(field: string): ColumnKind {
  return KINDS[field] ?? "text";
}

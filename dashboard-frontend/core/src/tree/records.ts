import { readValue } from "./tagged";
import type { SuccessRecord } from "../api/schema.gen";

/** Rows of a table inside a result, as text that is ready to be shown. */
export interface RecordsFound {
  readonly path: string;
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are not shown. */
  readonly left: number;
}

const MOST_ROWS = 200;
const MOST_COLUMNS = 30;
const MOST_TABLES = 6;
const LOOKED_AT = 5_000;

/** The lists of dicts, and the dicts of lists of equal length, in a result: what people would draw as a table. */
export function recordsIn(result: unknown): readonly RecordsFound[] {
  const found: RecordsFound[] = [];
  let looked = 0;
  const visit = (json: unknown, path: string, level: number): void => {
    looked += 1;
    if (found.length >= MOST_TABLES || looked > LOOKED_AT || level > 6) {
      return;
    }
    const table = asTable(json, path);
    if (table !== null) {
      found.push(table);
      return;
    }
    const value = readValue(json);
    if (value.shape === "group") {
      value.entries.slice(0, 200).forEach(([key, inner]) => visit(inner, joined(path, key), level + 1));
    }
  };
  visit(result, "", 0);
  return found;
}

/** The files that a result holds, as paths below the experiment's folder. */
export function resultFiles({ result, files }: Pick<SuccessRecord, "result" | "files">): readonly string[] {
  const found: string[] = [];
  const visit = (json: unknown): void => {
    if (found.length >= 100) {
      return;
    }
    const value = readValue(json);
    if (value.shape === "leaf" && value.kind === "file") {
      found.push(filePath(files, value.text, value.label));
    } else if (value.shape === "group") {
      value.entries.slice(0, 500).forEach(([, inner]) => visit(inner));
    }
  };
  visit(result);
  return found;
}

/** Where a file that a result names lies below the experiment's folder: what `_create` wrote, or what furu keeps. */
export function filePath(folder: string | null, name: string, kind: string): string {
  return kind === "file" ? name : [".furu", folder, name].filter((one) => one !== null).join("/");
}

function asTable(json: unknown, path: string): RecordsFound | null {
  const value = readValue(json);
  if (value.shape !== "group" || value.entries.length === 0) {
    return null;
  }
  const isList = value.entries.every(([key], index) => key === `[${String(index)}]`);
  const inner = value.entries.map(([key, one]) => [key, readValue(one)] as const);
  if (isList && value.entries.length > 1) {
    return tableOfRows(
      inner.map(([, one]) => one),
      path,
    );
  }
  return null;
}

function tableOfRows(values: readonly ReturnType<typeof readValue>[], path: string): RecordsFound | null {
  const records = values.map((one) =>
    one.shape === "group" ? new Map(one.entries.map(([key, json]) => [key, readValue(json)])) : null,
  );
  const names = [...new Set(records.flatMap((one) => [...(one?.keys() ?? [])]))];
  const isRecord = (one: (typeof records)[number]) =>
    one !== null &&
    one.size > 0 &&
    !one.has("[0]") &&
    [...one.values()].every(({ shape }) => shape === "leaf");
  if (!records.every(isRecord) || names.length > MOST_COLUMNS) {
    return null;
  }
  const kept = records.slice(0, MOST_ROWS);
  return {
    path,
    columns: names.map((name) => ({
      name,
      numeric: kept.every((one) => {
        const cell = one?.get(name);
        return cell === undefined || (cell.shape === "leaf" && cell.kind === "number");
      }),
    })),
    rows: kept.map((one) =>
      names.map((name) => {
        const cell = one?.get(name);
        return cell?.shape === "leaf" ? cell.text : "";
      }),
    ),
    left: records.length - kept.length,
  };
}

function joined(path: string, key: string): string {
  return path === "" || key.startsWith("[") ? `${path}${key}` : `${path}.${key}`;
}

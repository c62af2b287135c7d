export type Kind =
  "text" | "texts" | "number" | "seconds" | "bytes" | "time" | "state" | "flag" | "mixed" | "leaves";

/** How a column looks before anybody changes it. */
export interface KnownColumn {
  /** As the query language writes the field; `config` and `result` sum up all leaves below them. */
  readonly path: string;
  /** Empty where a narrow column has no room for it. */
  readonly label: string;
  /** What the column shows, for its tooltip. */
  readonly meaning: string;
  readonly kind: Kind;
  /** The field to sort by, where there is one. */
  readonly sort: string | null;
  /** Direction of the first press: newest and longest first, names from A. */
  readonly first: "ascending" | "descending";
  readonly align: "start" | "end";
  /** Width in pixels; `grow` shares what is left over. */
  readonly width: number;
  readonly grow: number;
  /** The narrowest table, in pixels, that shows it by itself; infinite when it has to be chosen. */
  readonly from: number;
}

const CHOSEN = Number.POSITIVE_INFINITY;

/** The columns that every experiment has, in their first order. */
export const KNOWN_COLUMNS: readonly KnownColumn[] = [
  known("state", "State", "What the artifact is", { kind: "state", width: 108, from: 0 }),
  known("class", "Class", "The class, and the name given to the experiment", {
    width: 180,
    grow: 4,
    from: 0,
  }),
  known("config", "Config", "Its configuration, own fields first", {
    kind: "leaves",
    width: 160,
    grow: 5,
    from: 780,
  }),
  known("result", "Result", "Numbers and words of its result", {
    kind: "leaves",
    width: 130,
    grow: 3,
    from: 960,
  }),
  known("digest", "Digest", "First characters of the hash", { width: 92, from: 600 }),
  known("created", "Created", "When its config was written", { kind: "time", from: 0 }),
  known("duration", "Duration", "Time of the attempt that counts", { kind: "seconds", from: 700 }),
  known("attempts", "Tries", "How often it was attempted", { kind: "number", width: 72, from: 1280 }),
  known("dependencies", "Uses", "Experiments it uses directly", { kind: "number", width: 72, from: 1160 }),
  known("dependents", "Used by", "Experiments that use it directly", {
    kind: "number",
    width: 84,
    from: 1160,
  }),
  known("host", "Host", "The machine of the last attempt", { width: 120, from: 1480 }),
  known("name", "Name", "What people call it", { width: 180 }),
  known("tag", "Tags", "Its tags", { kind: "texts", width: 160 }),
  known("updated", "Updated", "When something about it last changed", { kind: "time" }),
  known("started", "Started", "When its last attempt began", { kind: "time" }),
  known("user", "User", "Who ran its last attempt"),
  known("backend", "Backend", "What ran its last attempt"),
  known("commit", "Commit", "The git commit of its last attempt"),
  known("dirty", "Dirty", "Whether the repository had changes", { kind: "flag", width: 72 }),
  known("error", "Error", "The type of its last attempt's error", { width: 140 }),
  known("message", "Message", "The message of that error", { width: 240 }),
  known("module", "Module", "The module of the class", { width: 160 }),
  known("versioned", "Versioned", "Whether git keeps it", { kind: "flag", width: 92 }),
];

const BY_PATH = new Map(KNOWN_COLUMNS.map((column) => [column.path, column]));

/** What is known of a column by its path alone; of a leaf, that its name is the last part. */
export function knownColumn(path: string): KnownColumn {
  return BY_PATH.get(path) ?? known(path, leafLabel(path), path, { kind: "mixed", width: 112 });
}

/** Whether the column is a leaf of configs or results, whose kind the values tell. */
export function isLeaf(path: string): boolean {
  return !BY_PATH.has(path) && /^(config|result)\./.test(path);
}

/** Whether values of this kind line up at their end. */
export function isAmount(kind: Kind): boolean {
  return kind === "number" || kind === "seconds" || kind === "bytes" || kind === "time";
}

/** The last part of a leaf's path, with the one above it when that says more: `optimizer.lr`. */
function leafLabel(path: string): string {
  const parts = path.split(".").slice(1);
  return parts.length === 0 ? path : parts.slice(-2).join(".");
}

function known(
  path: string,
  label: string,
  meaning: string,
  rest: Partial<Omit<KnownColumn, "path" | "label" | "meaning">> = {},
): KnownColumn {
  const { kind = "text" } = rest;
  const amount = isAmount(kind);
  return {
    path,
    label,
    meaning,
    kind,
    sort: kind === "leaves" ? null : path,
    first: amount ? "descending" : "ascending",
    align: amount ? "end" : "start",
    width: amount ? 96 : 110,
    grow: 0,
    from: CHOSEN,
    ...rest,
  };
}

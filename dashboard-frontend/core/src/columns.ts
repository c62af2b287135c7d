import type { SortField } from "./search";

export type ColumnId =
  | "state"
  | "class_name"
  | "config"
  | "result"
  | "digest"
  | "name"
  | "created_at"
  | "duration_s"
  | "attempts"
  | "dependencies"
  | "dependents"
  | "host";

export interface Column {
  readonly id: ColumnId;
  /** Empty where a narrow column has no room for it. */
  readonly label: string;
  /** What the column shows, for its tooltip. */
  readonly meaning: string;
  readonly sort: SortField | null;
  /** Direction of the first press: newest and longest first, names from A. */
  readonly first: "ascending" | "descending";
  readonly align: "start" | "end";
  /** Width in pixels; `grow` shares what is left over. */
  readonly width: number;
  readonly grow: number;
  /** The narrowest table, in pixels, that shows it. */
  readonly from: number;
}

/** The columns of the experiments table, in order. */
export const COLUMNS: readonly Column[] = [
  column("state", "State", "What the artifact is", { sort: "state", width: 108 }),
  column("class_name", "Class", "The class, and the name given to the experiment", {
    sort: "class_name",
    width: 240,
    grow: 4,
  }),
  column("config", "Config", "Its configuration, own fields first", { width: 200, grow: 5, from: 720 }),
  column("result", "Result", "Numbers and words of its result", { width: 150, grow: 3, from: 1040 }),
  column("digest", "Digest", "First characters of the hash", { sort: "digest", width: 92, from: 560 }),
  column("created_at", "Created", "When its config was written", {
    sort: "created_at",
    first: "descending",
    align: "end",
    width: 96,
  }),
  column("duration_s", "Duration", "Time of the attempt that counts", {
    sort: "duration_s",
    first: "descending",
    align: "end",
    width: 96,
    from: 640,
  }),
  column("attempts", "Tries", "How often it was attempted", {
    sort: "attempts",
    first: "descending",
    align: "end",
    width: 72,
    from: 1280,
  }),
  column("dependencies", "Uses", "Experiments it uses directly", {
    sort: "dependencies",
    first: "descending",
    align: "end",
    width: 72,
    from: 1160,
  }),
  column("dependents", "Used by", "Experiments that use it directly", {
    sort: "dependents",
    first: "descending",
    align: "end",
    width: 84,
    from: 1160,
  }),
  column("host", "Host", "The machine of the last attempt", { width: 120, from: 1480 }),
];

/** Below this width a row has two lines and shows its state as a shape only. */
export const NARROW = 560;

const NARROWED: Partial<Record<ColumnId, Partial<Column>>> = {
  state: { label: "", width: 40 },
  class_name: { width: 120 },
};

/** Columns that fit a table of this width. */
export function columnsFor(width: number): readonly Column[] {
  const fitting = COLUMNS.filter(({ from }) => width >= from);
  return width < NARROW ? fitting.map((column) => ({ ...column, ...NARROWED[column.id] })) : fitting;
}

/** The grid template of those columns, the same for the header and every row. */
export function gridTemplate(columns: readonly Column[]): string {
  return columns
    .map(({ width, grow }) =>
      grow > 0 ? `minmax(${String(width)}px, ${String(grow)}fr)` : `${String(width)}px`,
    )
    .join(" ");
}

function column(id: ColumnId, label: string, meaning: string, rest: Partial<Column>): Column {
  return {
    id,
    label,
    meaning,
    sort: null,
    first: "ascending",
    align: "start",
    width: 100,
    grow: 0,
    from: 0,
    ...rest,
  };
}

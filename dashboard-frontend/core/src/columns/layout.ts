import { knownColumn } from "./known";
import type { ColumnChoice } from "./choice";
import type { Kind, KnownColumn } from "./known";

/** A column in its place. */
export interface PlacedColumn extends KnownColumn {
  readonly pinned: boolean;
  /** Whether somebody gave it a width. */
  readonly sized: boolean;
  /** Pixels from the left edge at which a pinned one stays. */
  readonly left: number;
}

export interface Layout {
  readonly columns: readonly PlacedColumn[];
  /** The grid template of header and rows alike. */
  readonly template: string;
  /** The least width of a row; beyond that of the table it scrolls sideways. */
  readonly width: number;
}

/** Below this width a row has two lines and shows its state as a shape only. */
export const NARROW = 560;

/** Room for the box that selects a row. */
export const LEAD = 32;

const NARROWED: Readonly<Record<string, Partial<KnownColumn>>> = {
  state: { label: "", width: 40 },
  class: { width: 120 },
};

/** Put chosen columns side by side; `kinds` says what leaves hold. */
export function layoutOf(
  choices: readonly ColumnChoice[],
  kinds: ReadonlyMap<string, Kind>,
  narrow: boolean,
): Layout {
  let left = LEAD;
  const columns = choices.map(({ path, width, pinned }): PlacedColumn => {
    const known = { ...withKind(knownColumn(path), kinds.get(path)), ...(narrow ? NARROWED[path] : {}) };
    const placed: PlacedColumn = {
      ...known,
      width: width ?? known.width,
      grow: width === null && !pinned ? known.grow : 0,
      pinned,
      sized: width !== null,
      left,
    };
    left += placed.width;
    return placed;
  });
  const template = columns.map(({ width, grow }) =>
    grow > 0 ? `minmax(${String(width)}px, ${String(grow)}fr)` : `${String(width)}px`,
  );
  return { columns, template: [`${String(LEAD)}px`, ...template].join(" "), width: left };
}

/** What the values of a leaf tell about it: numbers line up at their end. */
function withKind(column: KnownColumn, kind: Kind | undefined): KnownColumn {
  return kind === undefined || kind === column.kind || column.kind !== "mixed"
    ? column
    : { ...column, kind, align: kind === "number" ? "end" : "start" };
}

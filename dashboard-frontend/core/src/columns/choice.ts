import { KNOWN_COLUMNS } from "./known";

/** A column that somebody chose: its place is its place in the list. */
export interface ColumnChoice {
  readonly path: string;
  /** In pixels; null for the column's own. */
  readonly width: number | null;
  readonly pinned: boolean;
}

export const NARROWEST = 40;
export const WIDEST = 1200;

/** Columns as one compact text, for the URL: `state,class!,config.lr~120`; `!` is pinned, `~` a width. */
export function writeColumns(choices: readonly ColumnChoice[]): string {
  return choices
    .map(
      ({ path, width, pinned }) =>
        `${escaped(path)}${width === null ? "" : `~${String(width)}`}${pinned ? "!" : ""}`,
    )
    .join(",");
}

/** Read that text; what cannot be understood, and a column's second mention, is left out. */
export function readColumns(text: string): readonly ColumnChoice[] {
  const found = new Map<string, ColumnChoice>();
  for (const part of text.split(",")) {
    const [, path = "", width, pin] = /^([^~!]+)(?:~(\d{1,5}))?(!)?$/.exec(part) ?? [];
    const name = unescaped(path);
    if (name !== "" && !found.has(name)) {
      found.set(name, {
        path: name,
        width: width === undefined ? null : within(Number(width)),
        pinned: pin !== undefined,
      });
    }
  }
  return pinnedFirst([...found.values()]);
}

/** The columns that a table of this width shows when nobody chose any. */
export function firstColumns(width: number): readonly ColumnChoice[] {
  return KNOWN_COLUMNS.filter(({ from }) => width >= from).map(({ path }) => chosen(path));
}

export function chosen(path: string): ColumnChoice {
  return { path, width: null, pinned: false };
}

/** Put a column at the end, or take it out; the last one stays. */
export function withToggled(choices: readonly ColumnChoice[], path: string): readonly ColumnChoice[] {
  if (!choices.some((one) => one.path === path)) {
    return [...choices, chosen(path)];
  }
  const rest = choices.filter((one) => one.path !== path);
  return rest.length === 0 ? choices : rest;
}

/** Move a column so many places; pinned ones stay before all others. */
export function withMoved(
  choices: readonly ColumnChoice[],
  path: string,
  places: number,
): readonly ColumnChoice[] {
  const from = choices.findIndex((one) => one.path === path);
  return from < 0 ? choices : withPlaced(choices, path, from + places);
}

/** Put a column at a place of the list without it. */
export function withPlaced(
  choices: readonly ColumnChoice[],
  path: string,
  place: number,
): readonly ColumnChoice[] {
  const moved = choices.find((one) => one.path === path);
  if (moved === undefined) {
    return choices;
  }
  const rest = choices.filter((one) => one.path !== path);
  const at = Math.max(0, Math.min(rest.length, place));
  return pinnedFirst([...rest.slice(0, at), moved, ...rest.slice(at)]);
}

/** Change one column's width, or whether it is pinned. */
export function withChanged(
  choices: readonly ColumnChoice[],
  path: string,
  part: Partial<Omit<ColumnChoice, "path">>,
): readonly ColumnChoice[] {
  const changed = choices.map((one) => (one.path === path ? { ...one, ...part } : one));
  return pinnedFirst(
    changed.map((one) => ({ ...one, width: one.width === null ? null : within(one.width) })),
  );
}

function pinnedFirst(choices: readonly ColumnChoice[]): readonly ColumnChoice[] {
  return [...choices.filter(({ pinned }) => pinned), ...choices.filter(({ pinned }) => !pinned)];
}

function within(width: number): number {
  return Math.max(NARROWEST, Math.min(WIDEST, Math.round(width)));
}

function escaped(path: string): string {
  return path.replace(/[,~!%]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unescaped(text: string): string {
  return text.replace(/%(2C|7E|21|25)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

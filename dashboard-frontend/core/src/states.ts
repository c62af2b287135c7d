import type { State } from "./api/schema.gen";

/** The outline that tells states apart without colour. */
export type StateShape =
  "disc-check" | "arc" | "clock" | "disc-cross" | "bolt" | "loop" | "barred-ring" | "dashed-ring";

export interface StateRow {
  readonly state: State;
  readonly label: string;
  readonly shape: StateShape;
  /** Name of the colour token: `--state-<token>`. */
  readonly token: State;
  /** Whether a person may want to look at it. */
  readonly attention: boolean;
}

/** Every state, in the order in which lists, bars and menus show them. What each means comes from the server. */
export const STATES: readonly StateRow[] = [
  { state: "running", label: "Running", shape: "arc", token: "running", attention: false },
  { state: "queued", label: "Queued", shape: "clock", token: "queued", attention: false },
  { state: "success", label: "Success", shape: "disc-check", token: "success", attention: false },
  { state: "failed", label: "Failed", shape: "disc-cross", token: "failed", attention: true },
  { state: "crashed", label: "Crashed", shape: "bolt", token: "crashed", attention: true },
  { state: "preempted", label: "Preempted", shape: "loop", token: "preempted", attention: true },
  { state: "cancelled", label: "Cancelled", shape: "barred-ring", token: "cancelled", attention: false },
  { state: "missing", label: "Missing", shape: "dashed-ring", token: "missing", attention: false },
];

const BY_STATE = new Map(STATES.map((row) => [row.state, row]));

export function stateRow(state: State): StateRow {
  const row = BY_STATE.get(state);
  if (row === undefined) {
    throw new Error(`The server names a state that this app does not know: ${state}`);
  }
  return row;
}

export function isState(value: unknown): value is State {
  return typeof value === "string" && BY_STATE.has(value as State);
}

export interface StateCount {
  readonly row: StateRow;
  readonly count: number;
}

/** Counts by state in display order; a state that the server leaves out counts zero. */
export function stateCounts(counts: Readonly<Record<string, number>>): readonly StateCount[] {
  return STATES.map((row) => ({ row, count: counts[row.state] ?? 0 }));
}

/** One sentence for screen readers and tooltips: `3 running, 120 success`. */
export function describeCounts(counts: Readonly<Record<string, number>>): string {
  const parts = stateCounts(counts)
    .filter(({ count }) => count > 0)
    .map(({ row, count }) => `${String(count)} ${row.state}`);
  return parts.length === 0 ? "no experiments" : parts.join(", ");
}

import type { StandingMeaning, State } from "./api/schema.gen";
import type { StateShape } from "./states";

/** How a task of a run stands. */
export type Standing = StandingMeaning["standing"];

export type StandingShape = StateShape | "ring-check" | "ring-arrow" | "ring-minus" | "ring-dots";

export interface StandingRow {
  readonly standing: Standing;
  readonly label: string;
  readonly shape: StandingShape;
  /** Name of the colour token: `--state-<token>`. */
  readonly token: State;
  /** How a bar draws it: plain, hatched beside the plain one of its colour, or as the empty track. */
  readonly fill: "plain" | "hatched" | "empty";
  /** Whether nothing more happens to it. */
  readonly over: boolean;
}

/** Every standing, in the order in which bars and lists show them. What each means comes from the server. */
export const STANDINGS: readonly StandingRow[] = [
  row("done", "Done", "disc-check", "success", { over: true }),
  row("reused", "Reused", "ring-check", "success", { fill: "hatched", over: true }),
  row("failed", "Failed", "disc-cross", "failed", { over: true }),
  row("skipped", "Skipped", "ring-minus", "failed", { fill: "hatched", over: true }),
  row("cancelled", "Cancelled", "barred-ring", "cancelled", { over: true }),
  row("left", "Left", "ring-dots", "cancelled", { fill: "hatched", over: true }),
  row("running", "Running", "arc", "running"),
  row("elsewhere", "Elsewhere", "ring-arrow", "running", { fill: "hatched" }),
  row("delayed", "Delayed", "loop", "preempted"),
  row("submitted", "Submitted", "clock", "queued"),
  row("waiting", "Waiting", "dashed-ring", "missing", { fill: "empty" }),
];

export interface StandingCount {
  readonly row: StandingRow;
  readonly count: number;
}

/** The standings that some task has, in display order. */
export function standingCounts(counts: Readonly<Record<string, number>>): readonly StandingCount[] {
  return STANDINGS.map((one) => ({ row: one, count: counts[one.standing] ?? 0 })).filter(
    ({ count }) => count > 0,
  );
}

/** How many tasks nothing more happens to. */
export function countOver(counts: Readonly<Record<string, number>>): number {
  return standingCounts(counts).reduce((sum, { row: { over }, count }) => sum + (over ? count : 0), 0);
}

/** One sentence for screen readers and tooltips: `12 done, 3 running`. */
export function describeStandings(counts: Readonly<Record<string, number>>): string {
  const parts = standingCounts(counts).map(({ row: { standing }, count }) => `${String(count)} ${standing}`);
  return parts.length === 0 ? "no tasks" : parts.join(", ");
}

export function standingRow(standing: Standing): StandingRow {
  const found = STANDINGS.find((one) => one.standing === standing);
  if (found === undefined) {
    throw new Error(`The server names a standing that this app does not know: ${standing}`);
  }
  return found;
}

function row(
  standing: Standing,
  label: string,
  shape: StandingShape,
  token: State,
  rest: Partial<StandingRow> = {},
): StandingRow {
  return { standing, label, shape, token, fill: "plain", over: false, ...rest };
}

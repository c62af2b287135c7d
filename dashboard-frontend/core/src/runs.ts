import { formatDuration } from "./format/duration";
import { formatCount, plural } from "./format/number";
import { countOver, standingRow } from "./standings";
import type { RunEvent, RunSummary } from "./api/schema.gen";
import type { Standing } from "./standings";

/** The part of a run's id that tells it apart at a glance: `20251122T120000-4711-ab12cd` is `ab12cd`. */
export function shortRunId(id: string): string {
  const parts = id.split("-");
  return parts.length < 3 ? id : (parts.at(-1) ?? id);
}

/** What was typed to start it, on one line; the path before a program's name is left out. */
export function commandLine(command: readonly string[]): string {
  const [program = "", ...rest] = command;
  return [program.replace(/^.*\//, ""), ...rest].map(quoted).join(" ");
}

/** `320 of 400`, or the total alone once all are over. */
export function formatProgress({ standings, total }: Pick<RunSummary, "standings" | "total">): string {
  const over = countOver(standings);
  return over === total ? formatCount(total) : `${formatCount(over)} of ${formatCount(total)}`;
}

/** What stops, and what never begins, when a run is cancelled. */
export function cancelEffect({ standings }: Pick<RunSummary, "standings">): string {
  const running = standings["running"] ?? 0;
  const others = ["submitted", "waiting", "delayed", "elsewhere"].reduce(
    (sum, standing) => sum + (standings[standing] ?? 0),
    0,
  );
  const parts = [
    running > 0 ? `${plural(running, "running task")} ${running === 1 ? "stops" : "stop"}` : "",
    others > 0 ? `${formatCount(others)} more ${others === 1 ? "does" : "do"} not begin` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "Nothing is left to stop" : parts.join(", ");
}

/** A rate as people say it: `12 a minute`, `0.4 a minute`. */
export function formatRate(perMinute: number): string {
  return `${perMinute >= 10 ? formatCount(Math.round(perMinute)) : perMinute.toFixed(1)} a minute`;
}

/** An estimate, said no more exactly than it is known: `about 3m`, `under a minute`. */
export function formatLeft(seconds: number): string {
  if (seconds < 60) {
    return "under a minute";
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${String(minutes)}m` : `about ${formatDuration(minutes * 60)}`;
}

const SAID: Readonly<
  Record<RunEvent["kind"], { readonly word: string; readonly standing: Standing | null }>
> = {
  waiting: { word: "waits for another", standing: "elsewhere" },
  submitted: { word: "submitted", standing: "submitted" },
  started: { word: "started", standing: "running" },
  done: { word: "done", standing: "done" },
  reused: { word: "reused", standing: "reused" },
  failed: { word: "failed", standing: "failed" },
  retried: { word: "is tried again", standing: "delayed" },
  lost: { word: "was lost", standing: "delayed" },
  skipped: { word: "skipped", standing: "skipped" },
  cancelled: { word: "cancelled", standing: "cancelled" },
  note: { word: "note", standing: null },
};

/** An event's word and the standing whose shape it takes. */
export function eventWord(kind: RunEvent["kind"]) {
  const { word, standing } = SAID[kind];
  return { word, row: standing === null ? null : standingRow(standing) };
}

/** Whether the task of such an event has been begun, so that its experiment can be looked at. */
export function hasExperiment(kind: RunEvent["kind"]): boolean {
  return ["started", "done", "reused", "failed", "retried", "lost"].includes(kind);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

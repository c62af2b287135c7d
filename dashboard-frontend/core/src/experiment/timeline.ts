import { formatDuration } from "../format/duration";
import { exactTime } from "../format/time";
import type { AttemptRecord, State } from "../api/schema.gen";

/** An attempt on the line of time: where it begins and how long it is, in percent of all of them. */
export interface PlacedAttempt {
  readonly number: number;
  readonly state: State;
  readonly start: number;
  readonly width: number;
  readonly text: string;
}

/** Place attempts side by side in time; one that did not end goes on until the next began, or until now. */
export function placedAttempts(
  attempts: readonly AttemptRecord[],
  last: State,
  now: number,
): readonly PlacedAttempt[] {
  const spans = attempts.map((attempt, index) => {
    const start = Date.parse(attempt.started_at);
    const next = attempts[index + 1]?.started_at;
    const isLast = index === attempts.length - 1;
    const state: State = attempt.outcome ?? (isLast ? last : "crashed");
    const open = next === undefined ? (state === "running" ? now : start) : Date.parse(next);
    const end = attempt.ended_at === null ? open : Date.parse(attempt.ended_at);
    return { attempt, state, start, end: Math.max(start, end) };
  });
  const first = Math.min(...spans.map(({ start }) => start));
  const whole = Math.max(1, Math.max(...spans.map(({ end }) => end)) - first);
  return spans.map(({ attempt, state, start, end }) => ({
    number: attempt.number,
    state,
    start: Math.min(99.5, ((start - first) / whole) * 100),
    width: ((end - start) / whole) * 100,
    text: `Attempt ${String(attempt.number)}: ${state} after ${formatDuration((end - start) / 1000)}, begun ${exactTime(attempt.started_at)}`,
  }));
}

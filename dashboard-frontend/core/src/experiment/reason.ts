import type { AttemptRecord, ExperimentDetail } from "../api/schema.gen";

/** Why an experiment is in its state, in one sentence about this very one. */
export function reasonOf({ experiment, attempts, success }: ExperimentDetail): string {
  const last = attempts.at(-1);
  switch (experiment.state) {
    case "success":
      return success === null
        ? "Another experiment holds its result."
        : `Attempt ${String(success.attempt)} published its result.`;
    case "queued":
      return "A scheduler has it and has not started it yet.";
    case "missing":
      return attempts.length === 0 ? "Nobody has computed it yet." : "Its result was taken away since.";
    case "running":
    case "failed":
    case "crashed":
    case "preempted":
    case "cancelled":
      return last === undefined
        ? "Its attempt cannot be read."
        : `Attempt ${String(last.number)} ${ended(last, experiment.state)}.`;
  }
}

function ended(
  { owner, error }: AttemptRecord,
  state: "running" | "failed" | "crashed" | "preempted" | "cancelled",
): string {
  const where = `process ${String(owner.pid)} on ${owner.host}`;
  switch (state) {
    case "running":
      return `is held by ${where}`;
    case "failed":
      return error === null ? "failed" : `raised ${error.type.split(".").at(-1) ?? error.type}`;
    case "crashed":
      return `has no end: ${where} is gone`;
    case "preempted":
      return `was stopped from outside, in ${where}`;
    case "cancelled":
      return `was interrupted, in ${where}`;
  }
}

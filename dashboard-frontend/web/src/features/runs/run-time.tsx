import { Elapsed, Took } from "@/components/times";
import type { RunSummary } from "@furu/core/api/schema.gen";

/** How long a run has been going, or took. */
export function RunTime({ run: { state, started_at, duration_s } }: { run: RunSummary }) {
  return state === "running" && started_at !== null ? (
    <Elapsed since={started_at} />
  ) : (
    <Took seconds={duration_s} />
  );
}

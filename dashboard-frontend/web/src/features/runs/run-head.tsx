import { formatCount } from "@furu/core/format/number";
import { formatLeft, formatRate } from "@furu/core/runs";
import { countOver } from "@furu/core/standings";
import { RunTime } from "./run-time";
import { StandingBar } from "@/components/standing-bar";
import { StandingList } from "@/components/standing-list";
import { StateLabel } from "@/components/state-label";
import { Ago } from "@/components/times";
import type { RunDetail } from "@furu/core/api/schema.gen";
import type { ReactNode } from "react";

/** How far the run is, in one look. */
export function RunHead({ detail: { run, per_minute, left_s } }: { detail: RunDetail }) {
  const { state, started_at, standings, total, cancel_requested, stoppable } = run;
  const over = countOver(standings);
  return (
    <div className="flex flex-col gap-3 border-b px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-8 gap-y-2">
        <span className="flex items-baseline gap-3">
          <span className="text-lg font-semibold tabular">
            {formatCount(over)}
            <span className="font-normal text-muted-foreground"> of {formatCount(total)}</span>
          </span>
          <span className="text-muted-foreground">{total === 1 ? "task is over" : "tasks are over"}</span>
        </span>
        <dl className="flex flex-wrap items-center gap-x-6 gap-y-1">
          <Figure label="State">
            <StateLabel state={state} className="font-medium" />
          </Figure>
          <Figure label={state === "running" ? "Running for" : "Took"}>
            <RunTime run={run} />
          </Figure>
          {left_s !== null && <Figure label="Left">{formatLeft(left_s)}</Figure>}
          {per_minute !== null && <Figure label="Rate">{formatRate(per_minute)}</Figure>}
          <Figure label="Started">
            <Ago at={started_at} />
          </Figure>
        </dl>
        {cancel_requested && stoppable && (
          <span role="status" className="font-medium">
            Asked to stop
          </span>
        )}
      </div>
      <StandingBar counts={standings} className="h-2" />
      <StandingList counts={standings} />
    </div>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-center gap-2">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

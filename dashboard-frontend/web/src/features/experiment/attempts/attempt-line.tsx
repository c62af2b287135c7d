import { resourceFacts } from "@furu/core/experiment/resources";
import { shellLine } from "@furu/core/experiment/code";
import { ChevronRight } from "lucide-react";
import { CopyButton } from "@/components/copy-button";
import { StateLabel } from "@/components/state-label";
import { Ago, Elapsed, Took } from "@/components/times";
import { Traceback } from "@/components/traceback";
import type { AttemptRecord, State } from "@furu/core/api/schema.gen";
import type { ReactNode } from "react";

interface AttemptLineProps {
  readonly attempt: AttemptRecord;
  readonly state: State;
  readonly unfolded: boolean;
}

/** One attempt as a line that unfolds. */
export function AttemptLine({ attempt, state, unfolded }: AttemptLineProps) {
  const { number, owner, backend, started_at, duration_s, error } = attempt;
  return (
    <details className="group" open={unfolded}>
      <summary className="grid h-9 cursor-default list-none grid-cols-[16px_28px_minmax(96px,auto)_minmax(0,1fr)_auto] items-center gap-2 px-2.5 hover:bg-accent [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-faint-foreground transition-transform duration-100 group-open:rotate-90"
        />
        <span className="text-muted-foreground tabular">#{number}</span>
        <StateLabel state={state} />
        <span className="truncate text-muted-foreground">
          {owner.user}@{owner.host}
          <span className="hidden sm:inline">
            {" "}
            · pid {owner.pid} · {owner.slurm_job === null ? backend : `slurm ${owner.slurm_job}`}
          </span>
        </span>
        <span className="flex items-center gap-3">
          {state === "running" ? <Elapsed since={started_at} /> : <Took seconds={duration_s} />}
          <Ago at={started_at} className="inline-block min-w-14 text-right text-muted-foreground" />
        </span>
      </summary>
      <div className="flex flex-col gap-3 border-t bg-muted/50 px-4 py-3 sm:pl-14">
        {error !== null && (
          <>
            <p className="font-mono text-xs break-words whitespace-pre-wrap">
              <span className="text-destructive">{error.type}</span>: {error.message}
            </p>
            <div className="relative">
              <Traceback text={error.traceback} />
              <span className="absolute top-1 right-1">
                <CopyButton what={`traceback of attempt ${String(number)}`} text={error.traceback} />
              </span>
            </div>
          </>
        )}
        <AttemptFacts attempt={attempt} />
      </div>
    </details>
  );
}

function AttemptFacts({ attempt }: { attempt: AttemptRecord }) {
  const { started_at, ended_at, run, owner, environment, resources, observed, logs, code } = attempt;
  const facts: readonly (readonly [string, ReactNode] | null)[] = [
    ["Started", <Ago key="started" at={started_at} />],
    ["Ended", <Ago key="ended" at={ended_at} />],
    ["Run", run],
    ["Process", `${String(owner.pid)} on ${owner.host}`],
    ...(resources === null ? [] : resourceFacts(resources).map(({ label, text }) => [label, text] as const)),
    environment === null ? null : ["Command", shellLine(environment.command)],
    environment === null ? null : ["Folder", environment.directory],
    environment === null ? null : ["Python", `${environment.python} · furu ${environment.furu}`],
    environment === null ? null : ["Platform", environment.platform],
    environment?.git?.commit == null
      ? null
      : [
          "Commit",
          `${environment.git.commit.slice(0, 12)}${environment.git.dirty === true ? ", modified" : ""}`,
        ],
    code?.fingerprint == null ? null : ["Code", code.fingerprint.slice(0, 12)],
    observed.length === 0 ? null : ["Used", `${String(observed.length)} seen at run time`],
    logs.length === 0 ? null : ["Logs", logs.join(", ")],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {facts
        .filter((one) => one !== null)
        .map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted-foreground">{label}</dt>
            <dd className="[overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

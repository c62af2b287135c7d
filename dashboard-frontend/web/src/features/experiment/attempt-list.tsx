import { plural } from "@furu/core/format/number";
import { ChevronRight } from "lucide-react";
import { Section, SectionNote } from "@/components/section";
import { StateLabel } from "@/components/state-label";
import { Ago, Elapsed, Took } from "@/components/times";
import { Traceback } from "@/components/traceback";
import type { AttemptRecord, State } from "@furu/core/api/schema.gen";

/** Every run of the computation, the newest first. */
export function AttemptList({ attempts, state }: { attempts: readonly AttemptRecord[]; state: State }) {
  const last = attempts.at(-1);
  return (
    <Section title="Attempts" count={attempts.length}>
      {attempts.length === 0 && <SectionNote>It was never attempted.</SectionNote>}
      <ol reversed>
        {attempts.toReversed().map((attempt) => (
          <li key={attempt.number} className="border-b last:border-b-0">
            <Attempt attempt={attempt} state={attempt.outcome ?? (attempt === last ? state : "crashed")} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Attempt({ attempt, state }: { attempt: AttemptRecord; state: State }) {
  const { number, owner, backend, started_at, duration_s, error, logs } = attempt;
  return (
    <details className="group">
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
      <div className="flex flex-col gap-3 border-t bg-muted/50 px-4 py-3 pl-14">
        <AttemptFacts attempt={attempt} />
        {error !== null && (
          <>
            <p className="font-mono text-xs break-words whitespace-pre-wrap">
              <span className="text-destructive">{error.type}</span>: {error.message}
            </p>
            <Traceback text={error.traceback} />
          </>
        )}
        {logs.length > 0 && (
          <p className="text-muted-foreground">
            {plural(logs.length, "log")}: <span className="font-mono text-xs">{logs.join(", ")}</span>
          </p>
        )}
      </div>
    </details>
  );
}

function AttemptFacts({ attempt: { started_at, ended_at, run, owner } }: { attempt: AttemptRecord }) {
  const facts = [
    ["Started", <Ago key="started" at={started_at} />],
    ["Ended", <Ago key="ended" at={ended_at} />],
    ["Run", <span key="run">{run}</span>],
    ["Process", <span key="process">{`${String(owner.pid)} on ${owner.host}`}</span>],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="truncate">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

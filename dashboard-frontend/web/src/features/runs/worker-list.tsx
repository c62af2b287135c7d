import { classNameOf } from "@furu/core/format/identity";
import { formatCount, plural } from "@furu/core/format/number";
import { Digest } from "@/components/digest";
import { ExperimentLink } from "@/components/experiment-link";
import { Section, SectionNote } from "@/components/section";
import { StateIcon } from "@/components/state-icon";
import { Elapsed } from "@/components/times";
import type { WorkerStanding } from "@furu/core/api/schema.gen";

interface WorkerListProps {
  readonly workers: readonly WorkerStanding[];
  readonly total: number;
}

/** Who works for the run, and at what; those at work first. */
export function WorkerList({ workers, total }: WorkerListProps) {
  const busy = workers.filter(({ state }) => state === "busy").length;
  return (
    <Section title="Workers" count={busy === 0 ? total : `${String(busy)} of ${formatCount(total)} busy`}>
      {total === 0 && <SectionNote>No worker has begun yet.</SectionNote>}
      <ul>
        {workers.map((worker) => (
          <Worker key={worker.id} worker={worker} />
        ))}
      </ul>
      {total > workers.length && (
        <SectionNote>and {plural(total - workers.length, "more worker")}</SectionNote>
      )}
    </Section>
  );
}

function Worker({ worker }: { worker: WorkerStanding }) {
  const { state, host, pid, job, spec, done, failed } = worker;
  return (
    <li className="flex flex-col gap-0.5 border-b px-4 py-1.5 last:border-b-0" title={worker.id}>
      <span className="flex min-h-5 items-baseline gap-2">
        <span className="min-w-0 truncate">
          {host}{" "}
          <span className="text-muted-foreground">{job === null ? `pid ${String(pid)}` : `job ${job}`}</span>
        </span>
        <span className="ml-auto shrink-0 text-muted-foreground tabular">
          {formatCount(done)} done
          {failed > 0 && <span className="text-destructive">, {formatCount(failed)} failed</span>}
        </span>
      </span>
      <span className="flex min-h-5 items-center gap-2 text-muted-foreground">
        {state === "busy" ? <Task worker={worker} /> : <span>{state === "idle" ? "idle" : "ended"}</span>}
        {spec !== "" && <span className="ml-auto truncate font-mono text-xs">{spec}</span>}
      </span>
    </li>
  );
}

function Task({ worker: { namespace, digest, since } }: { worker: WorkerStanding }) {
  return namespace === null || digest === null ? (
    <span>busy</span>
  ) : (
    <>
      <StateIcon state="running" label="running" />
      <ExperimentLink namespace={namespace} digest={digest} className="flex min-w-0 items-baseline gap-2">
        <span className="truncate text-foreground">{classNameOf(namespace)}</span>
        <Digest digest={digest} />
      </ExperimentLink>
      {since !== null && <Elapsed since={since} />}
    </>
  );
}

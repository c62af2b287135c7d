import { shortRunId } from "@furu/core/runs";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { CancelRun } from "./cancel-run";
import { ClassProgressList } from "./class-progress-list";
import { EventList } from "./event-list";
import { FailedTasks } from "./failed-tasks";
import { RunFacts } from "./run-facts";
import { RunHead } from "./run-head";
import { WorkerList } from "./worker-list";
import { CopyButton } from "@/components/copy-button";
import { PageHeader } from "@/components/page-header";
import { SectionNote } from "@/components/section";
import { queries } from "@/hooks/queries";
import { LATEST_RUNS } from "@furu/core/search";

const route = getRouteApi("/runs/$id");

/** How is this run doing? Live, and after its driver is gone. */
export function RunPage() {
  const { id } = route.useParams();
  const { data: detail } = useSuspenseQuery(queries.run(id));
  const { run, failures_total, damaged } = detail;
  return (
    <>
      <PageHeader
        tab={`Run ${shortRunId(id)}`}
        title={<Title id={id} />}
        actions={
          <>
            <CopyButton what="run id" text={id} />
            <CancelRun run={run} />
          </>
        }
      />
      <div key={id} className="min-h-0 flex-1 overflow-y-auto" data-scroll-restoration-id={id} tabIndex={-1}>
        <RunHead detail={detail} />
        <div className="grid lg:grid-cols-[minmax(0,1fr)_minmax(340px,32%)]">
          <div className="min-w-0 divide-y">
            {run.unreadable !== null && <SectionNote>Not readable: {run.unreadable}</SectionNote>}
            {failures_total > 0 && <FailedTasks detail={detail} />}
            <ClassProgressList classes={detail.classes} />
            <EventList events={detail.recent} damaged={damaged} />
          </div>
          <aside aria-label="About" className="min-w-0 divide-y border-t lg:border-t-0 lg:border-l">
            <WorkerList workers={detail.workers} total={detail.workers_total} />
            <RunFacts detail={detail} />
          </aside>
        </div>
      </div>
    </>
  );
}

function Title({ id }: { id: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link to="/runs" search={LATEST_RUNS} className="underline-offset-4 hover:underline" title="All runs">
        Run
      </Link>
      <span className="truncate font-mono text-sm font-normal text-muted-foreground select-text" title={id}>
        {shortRunId(id)}
      </span>
    </span>
  );
}

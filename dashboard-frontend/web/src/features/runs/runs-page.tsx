import { RUNS_SHOWN } from "@furu/core/api/queries";
import { plural } from "@furu/core/format/number";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { RunHeadings, RunRow } from "./run-row";
import { HowToRun } from "./how-to-run";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { queries } from "@/hooks/queries";
import { useRowKeys } from "@/hooks/use-row-keys";

const route = getRouteApi("/runs");

/** How are my runs doing? All of them, the newest first. */
export function RunsPage() {
  const page = route.useSearch().page ?? 1;
  const { data } = useSuspenseQuery(queries.runs(page));
  const list = useRowKeys();
  const last = Math.max(1, Math.ceil(data.total / RUNS_SHOWN));
  return (
    <>
      <PageHeader tab="Runs" title="Runs" actions={last > 1 && <Pages page={page} last={last} />}>
        <span role="status" className="text-muted-foreground tabular">
          {plural(data.total, "run")}
        </span>
      </PageHeader>
      {data.total === 0 ? (
        <HowToRun />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto" data-scroll-restoration-id="runs">
          <RunHeadings />
          <ul ref={list} aria-label="Runs">
            {data.items.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </ul>
          {data.items.length === 0 && (
            <p className="px-4 py-3 text-muted-foreground">There are no runs on this page.</p>
          )}
        </div>
      )}
    </>
  );
}

function Pages({ page, last }: { page: number; last: number }) {
  return (
    <nav aria-label="Pages" className="flex items-center gap-1">
      <span className="mr-1 text-muted-foreground tabular">
        {page} of {last}
      </span>
      <PageLink to={page - 1} shown={page > 1} label="Newer" />
      <PageLink to={page + 1} shown={page < last} label="Older" />
    </nav>
  );
}

function PageLink({ to, shown, label }: { to: number; shown: boolean; label: string }) {
  return shown ? (
    <Button asChild variant="outline">
      <Link to="/runs" search={{ page: to === 1 ? null : to }}>
        {label}
      </Link>
    </Button>
  ) : (
    <Button variant="outline" disabled>
      {label}
    </Button>
  );
}

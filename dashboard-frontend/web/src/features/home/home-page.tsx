import { formatCount, plural } from "@furu/core/format/number";
import { useSuspenseQuery } from "@tanstack/react-query";
import { ClassTable } from "./class-table";
import { FailureList } from "./failure-list";
import { LatestList } from "./latest-list";
import { RunningList } from "./running-list";
import { StateStrip } from "./state-strip";
import { Empty } from "@/components/empty";
import { PageHeader } from "@/components/page-header";
import { queries } from "@/hooks/queries";
import { useMeta } from "@/hooks/use-meta";

/** What is going on: counts, what runs now, what failed, what came last. */
export function HomePage() {
  const { project, roots } = useMeta();
  const { data: stats } = useSuspenseQuery(queries.stats());
  return (
    <>
      <PageHeader tab="Home" title={project}>
        <span className="text-muted-foreground tabular">{plural(stats.total, "experiment")}</span>
      </PageHeader>
      {stats.total === 0 ? (
        <Empty title="No experiments yet">
          <p>
            Nothing has been computed below <code className="font-mono text-sm">{roots[0]?.path}</code>.
          </p>
          <p>Call get() on a config object; it appears here by itself.</p>
        </Empty>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
          <StateStrip total={stats.total} counts={stats.states} />
          {stats.unreadable > 0 && (
            <p className="border-b px-4 py-2 text-muted-foreground">
              {plural(stats.unreadable, "artifact")} could not be read; each says why in its row.
            </p>
          )}
          <div className="grid lg:grid-cols-[minmax(0,1fr)_minmax(340px,28%)]">
            <div className="min-w-0">
              <RunningList total={stats.states["running"] ?? 0} />
              <FailureList total={(stats.states["failed"] ?? 0) + (stats.states["crashed"] ?? 0)} />
              <LatestList total={formatCount(stats.total)} />
            </div>
            <div className="min-w-0 border-t lg:border-t-0 lg:border-l">
              <ClassTable classes={stats.classes} />
            </div>
          </div>
        </div>
      )}
    </>
  );
}

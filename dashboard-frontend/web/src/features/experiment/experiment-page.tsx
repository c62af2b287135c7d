import { DEPENDENTS_SHOWN } from "@furu/core/api/queries";
import { shortDigest } from "@furu/core/format/identity";
import { is } from "@furu/core/query/write";
import { experimentsWhere } from "@furu/core/search";
import { configTree, resultTree } from "@furu/core/tree/tree";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { AttemptList } from "./attempt-list";
import { CopyMenu } from "./copy-menu";
import { ErrorView } from "./error-view";
import { Facts } from "./facts";
import { NeighbourList } from "@/components/neighbour-list";
import { Provenance } from "./provenance";
import { Summary } from "./summary";
import { ValueTree } from "@/components/value-tree";
import { PageHeader } from "@/components/page-header";
import { SectionNote } from "@/components/section";
import { queries } from "@/hooks/queries";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

const route = getRouteApi("/experiments/$id");

/** What is this one? Everything that is recorded about an experiment. */
export function ExperimentPage() {
  const { id } = route.useParams();
  const { data: detail } = useSuspenseQuery(queries.experiment(id));
  const { experiment, config, success, attempts } = detail;
  const last = attempts.at(-1);
  return (
    <>
      <PageHeader
        tab={`${experiment.class_name} ${shortDigest(experiment.digest)}`}
        title={<Title detail={detail} />}
        actions={<CopyMenu detail={detail} />}
      />
      {/* Another experiment is another page: folded lines and the scroll position start afresh. */}
      <div
        key={experiment.id}
        className="min-h-0 flex-1 overflow-y-auto"
        data-scroll-restoration-id={experiment.id}
      >
        <Summary detail={detail} />
        <div className="grid lg:grid-cols-[minmax(0,1fr)_minmax(340px,30%)]">
          <div className="min-w-0 divide-y">
            {last?.error != null && experiment.state !== "success" && <ErrorView error={last.error} />}
            {experiment.unreadable !== null && (
              <SectionNote>Not readable: {experiment.unreadable}</SectionNote>
            )}
            <ValueTree
              title="Config"
              roots={config === null ? [] : configTree(config, detail.node_states)}
              nothing={config === null ? "Its config could not be read." : "It has no fields."}
            />
            <ValueTree
              title="Result"
              roots={success === null ? [] : resultTree(success.result)}
              nothing={
                success === null ? "There is no result until an attempt succeeds." : "It returned nothing."
              }
            />
            <AttemptList attempts={attempts} state={experiment.state} />
          </div>
          <aside aria-label="About" className="min-w-0 divide-y border-t lg:border-t-0 lg:border-l">
            <Facts detail={detail} />
            <Neighbours id={id} />
            {last !== undefined && <Provenance attempt={last} />}
          </aside>
        </div>
      </div>
    </>
  );
}

function Title({ detail: { experiment } }: { detail: ExperimentDetail }) {
  const { class_name, namespace, digest } = experiment;
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        to="/experiments"
        search={experimentsWhere(is("class", namespace))}
        className="truncate underline-offset-4 hover:underline"
        title={`All of ${namespace}`}
      >
        {class_name}
      </Link>
      <span className="font-mono text-sm font-normal text-muted-foreground select-text" title={digest}>
        {shortDigest(digest)}
      </span>
    </span>
  );
}

function Neighbours({ id }: { id: string }) {
  const { data: dependencies } = useSuspenseQuery(queries.dependencies(id));
  const { data: dependents } = useSuspenseQuery(queries.dependents(id, DEPENDENTS_SHOWN));
  return (
    <>
      <NeighbourList title="Dependencies" neighbours={dependencies} nothing="It uses no other experiment." />
      <NeighbourList title="Dependents" neighbours={dependents} nothing="No other experiment uses it." />
    </>
  );
}

import { TABS } from "@furu/core/experiment/tabs";
import { shortDigest } from "@furu/core/format/identity";
import { is } from "@furu/core/query/write";
import { experimentsWhere } from "@furu/core/search";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { CopyMenu } from "./copy-menu";
import { Summary } from "./summary";
import { TabBar } from "./tab-bar";
import { isOffered, TabContent } from "./tab-content";
import { PageHeader } from "@/components/page-header";
import { queries } from "@/hooks/queries";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

const route = getRouteApi("/experiments/$id");
const OFFERED = TABS.filter(({ tab }) => isOffered(tab));

/** What is this one? Everything that is recorded about an experiment. */
export function ExperimentPage() {
  const { id } = route.useParams();
  const { tab: asked = "overview" } = route.useSearch();
  const { data: detail } = useSuspenseQuery(queries.experiment(id));
  const { experiment, attempts } = detail;
  const tab = isOffered(asked) ? asked : "overview";
  return (
    <>
      <PageHeader
        tab={`${experiment.class_name} ${shortDigest(experiment.digest)}`}
        title={<Title detail={detail} />}
        actions={<CopyMenu detail={detail} />}
      />
      <Summary detail={detail} />
      <TabBar id={id} tab={tab} shown={OFFERED} counts={{ attempts: attempts.length }} />
      {/* Another experiment or part is another page: folded lines and the scroll position start afresh. */}
      <div
        key={`${experiment.id} ${tab}`}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto"
        data-scroll-restoration-id={`${experiment.id} ${tab}`}
      >
        <TabContent tab={tab} detail={detail} />
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

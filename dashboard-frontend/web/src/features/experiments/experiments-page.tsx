import { plural } from "@furu/core/format/number";
import { isFiltered } from "@furu/core/search";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { ExperimentsTable } from "./experiments-table";
import { FilterBar } from "./filter/filter-bar";
import { TableTools } from "./table-tools";
import { WhyEmpty } from "./filter/why-empty";
import { ViewMenu } from "./views/view-menu";
import { Empty } from "@/components/empty";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { useAnswered } from "@/hooks/use-answered";
import { useColumns } from "@/hooks/use-columns";
import { kindsOf } from "@/hooks/use-layout";
import { useMeta } from "@/hooks/use-meta";
import { useWidth } from "@/hooks/use-width";
import type { QueryClause } from "@furu/core/api/schema.gen";
import type { Kind } from "@furu/core/columns/known";
import type { ExperimentsSearch } from "@furu/core/search";

/** What the table's own scrollbar may take of its width. */
const SCROLLBAR = 16;

const NO_KINDS: ReadonlyMap<string, Kind> = new Map();

const FacetsPanel = lazy(() =>
  import("./facets/facets-panel").then(({ FacetsPanel: component }) => ({ default: component })),
);
const Inspector = lazy(() =>
  import("./inspector/inspector").then(({ Inspector: component }) => ({ default: component })),
);

const route = getRouteApi("/experiments");

/** Which experiments? All of them in one table; the view is in the URL. */
export function ExperimentsPage() {
  const { search, change, go, ask } = useView();
  const { answered, first, refused } = useAnswered(search);
  const [width, measure] = useWidth(window.innerWidth);
  const columns = useColumns(answered ?? search, change, width - SCROLLBAR);
  const clear = () => change({ q: "" });
  const clauses = first?.clauses ?? [];
  const facets = (
    <Suspense>
      <FacetsPanel search={answered ?? search} clauses={clauses} change={change} ask={ask} />
    </Suspense>
  );
  return (
    <>
      <PageHeader
        tab="Experiments"
        title="Experiments"
        actions={
          <>
            <ViewMenu search={search} answered={answered?.q ?? null} show={go} />
            <TableTools
              {...{ search, columns, change }}
              kinds={first === undefined ? NO_KINDS : kindsOf(first)}
            />
          </>
        }
      >
        <span role="status" className="text-muted-foreground tabular">
          {answered !== null && first !== undefined && counted(answered, first.total)}
        </span>
      </PageHeader>
      <FilterBar q={search.q} answer={{ q: answered?.q ?? null, clauses }} refused={refused} ask={ask} />
      <div className="flex min-h-0 flex-1">
        {search.facets === "left" && facets}
        <div ref={measure} className="flex min-w-0 flex-1 flex-col">
          {answered === null || first === undefined ? (
            refused !== null && <Unanswered clear={clear} />
          ) : first.total === 0 ? (
            <NothingHere search={answered} clauses={first.clauses} ask={ask} />
          ) : (
            <ExperimentsTable {...{ first, columns, width, change, go }} search={answered} />
          )}
        </div>
        {search.facets === "right" && facets}
        {search.preview !== "" && (
          <Suspense>
            <Inspector id={search.preview} close={() => change({ preview: "" })} />
          </Suspense>
        )}
      </div>
    </>
  );
}

/** What the page shows, and the ways to show something else. */
function useView() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<ExperimentsSearch>) => {
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  };
  const go = (part: Partial<ExperimentsSearch>) => {
    void navigate({ search: (before) => ({ ...before, ...part }) });
  };
  return { search, change, go, ask: (q: string) => go({ q }) };
}

function counted(search: ExperimentsSearch, total: number): string {
  return isFiltered(search) ? plural(total, "match", "matches") : plural(total, "experiment");
}

function Unanswered({ clear }: { clear: () => void }) {
  return (
    <Empty
      title="This query cannot be answered"
      action={
        <Button variant="outline" onClick={clear}>
          Clear filters
        </Button>
      }
    >
      The filter says where it is wrong.
    </Empty>
  );
}

interface NothingHereProps {
  readonly search: ExperimentsSearch;
  readonly clauses: readonly QueryClause[];
  readonly ask: (q: string) => void;
}

function NothingHere({ search, clauses, ask }: NothingHereProps) {
  const { roots } = useMeta();
  if (isFiltered(search)) {
    return (
      <Empty
        title="No experiment matches"
        action={
          <Button variant="outline" onClick={() => ask("")}>
            Clear filters
          </Button>
        }
      >
        {clauses.length > 1 ? <WhyEmpty clauses={clauses} ask={ask} /> : "Nothing has what it asks for."}
      </Empty>
    );
  }
  return (
    <Empty title="No experiments yet">
      <p>
        Nothing has been computed below <code className="font-mono text-sm">{roots[0]?.path}</code>.
      </p>
      <p>Call get() on a config object; it appears here by itself.</p>
    </Empty>
  );
}

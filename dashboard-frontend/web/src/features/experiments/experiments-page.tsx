import { plural } from "@furu/core/format/number";
import { EVERY_EXPERIMENT, isFiltered } from "@furu/core/search";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ExperimentsGrid } from "./experiments-grid";
import { FilterBar } from "./filter-bar";
import { Empty } from "@/components/empty";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { queries } from "@/hooks/queries";
import { useMeta } from "@/hooks/use-meta";
import type { ExperimentsSearch } from "@furu/core/search";

const route = getRouteApi("/experiments");

/** Which experiments? All of them in one table; the view is in the URL. */
export function ExperimentsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: first } = useSuspenseQuery(queries.experimentsPage(search, 0));
  const change = (part: Partial<ExperimentsSearch>) => {
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  };
  return (
    <>
      <PageHeader tab="Experiments" title="Experiments">
        <span role="status" className="text-muted-foreground tabular">
          {isFiltered(search) ? plural(first.total, "match", "matches") : plural(first.total, "experiment")}
        </span>
      </PageHeader>
      <FilterBar search={search} change={change} />
      {first.total === 0 ? (
        <NothingHere search={search} clear={() => change({ ...EVERY_EXPERIMENT, sort: search.sort })} />
      ) : (
        <ExperimentsGrid search={search} change={change} />
      )}
    </>
  );
}

function NothingHere({ search, clear }: { search: ExperimentsSearch; clear: () => void }) {
  const { roots } = useMeta();
  if (isFiltered(search)) {
    return (
      <Empty
        title="No experiment matches"
        action={
          <Button variant="outline" onClick={clear}>
            Clear filters
          </Button>
        }
      >
        Every condition must hold: text, state and class.
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

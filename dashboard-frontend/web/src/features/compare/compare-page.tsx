import { asMarkdown } from "@furu/core/compare/table";
import { comparedIds } from "@furu/core/compare/search";
import { plural } from "@furu/core/format/number";
import { EVERY_EXPERIMENT } from "@furu/core/search";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Check, Copy } from "lucide-react";
import { CompareTable } from "./compare-table";
import { Reasons } from "./reasons";
import { Empty } from "@/components/empty";
import { PageHeader } from "@/components/page-header";
import { ProblemView } from "@/components/problem-view";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { compareQueries } from "@/hooks/compare-queries";
import { useCommands } from "@/hooks/use-commands";
import { useCopy } from "@/hooks/use-copy";
import type { CompareSearch } from "@furu/core/compare/search";
import type { Comparison } from "@furu/core/api/schema.gen";

const route = getRouteApi("/compare");

/** What differs? Experiments side by side. */
export function ComparePage() {
  const search = route.useSearch();
  const ids = comparedIds(search);
  const { data, error } = useQuery({
    ...compareQueries.comparison(search),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  if (ids.length === 0) {
    return <NothingChosen />;
  }
  if (error !== null) {
    return (
      <>
        <PageHeader tab="Compare" title="Compare" />
        <ProblemView error={error} />
      </>
    );
  }
  return data === undefined ? (
    <PageHeader tab="Compare" title="Compare" />
  ) : (
    <Compared comparison={data} search={search} />
  );
}

function Compared({ comparison, search }: { comparison: Comparison; search: CompareSearch }) {
  const navigate = useNavigate();
  const all = search.rows === "all";
  const change = (next: Partial<CompareSearch>) =>
    void navigate({ to: "/compare", search: { ...search, ...next }, replace: true });
  const { copied, copy } = useCopy();
  const copyTable = () => void copy(asMarkdown(comparison, all), "table");
  useCommands({ "copy.menu": copyTable });
  return (
    <>
      <PageHeader
        tab="Compare"
        title="Compare"
        actions={
          <Actions
            all={all}
            setAll={(on) => change({ rows: on ? "all" : "" })}
            copied={copied}
            copy={copyTable}
          />
        }
      >
        <span className="hidden truncate text-muted-foreground tabular sm:inline">
          {plural(comparison.experiments.length, "experiment")}
        </span>
      </PageHeader>
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label="Comparison"
        data-scroll-restoration-id="compare"
      >
        <Reasons comparison={comparison} />
        <CompareTable
          comparison={comparison}
          all={all}
          pickBaseline={(baseline) => change({ baseline })}
          remove={(id) =>
            change({
              ids: comparison.experiments
                .map((one) => one.id)
                .filter((one) => one !== id)
                .join(","),
              ...(id === comparison.baseline ? { baseline: "" } : {}),
            })
          }
        />
        {comparison.truncated && (
          <p className="px-4 py-3 text-muted-foreground">There are more rows than are shown here.</p>
        )}
      </div>
    </>
  );
}

interface ActionsProps {
  readonly all: boolean;
  readonly setAll: (all: boolean) => void;
  readonly copied: string | null;
  readonly copy: () => void;
}

function Actions({ all, setAll, copied, copy }: ActionsProps) {
  return (
    <>
      <label className="flex items-center gap-2 text-muted-foreground">
        <Switch checked={all} onCheckedChange={setAll} />
        <span className="whitespace-nowrap">Show equal rows</span>
      </label>
      <Button variant="outline" onClick={copy} aria-label="Copy as Markdown">
        {copied === null ? <Copy aria-hidden /> : <Check aria-hidden />}
        <span className="hidden sm:inline">Markdown</span>
        <span role="status" className="sr-only">
          {copied === null ? "" : "Copied"}
        </span>
      </Button>
    </>
  );
}

function NothingChosen() {
  return (
    <>
      <PageHeader tab="Compare" title="Compare" />
      <Empty
        title="Nothing to compare"
        action={
          <Button asChild variant="outline">
            <Link to="/experiments" search={EVERY_EXPERIMENT}>
              Choose experiments
            </Link>
          </Button>
        }
      >
        Select two or more experiments in the table, with x, and compare them.
      </Empty>
    </>
  );
}

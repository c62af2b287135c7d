import { plural } from "@furu/core/format/number";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { ClassCanvas } from "./class-canvas";
import { ClassDetail } from "./class-detail";
import { GraphTable } from "./graph-table";
import { ViewToggle } from "./view-toggle";
import { Empty } from "@/components/empty";
import { PageHeader } from "@/components/page-header";
import { SearchInput } from "@/components/search-input";
import { queries } from "@/hooks/queries";
import { useCommands } from "@/hooks/use-commands";
import type { GraphSearch } from "@furu/core/search";

const route = getRouteApi("/graph");

/** How does it hang together? Classes and what uses what, as a drawing or as a table. */
export function GraphPage() {
  const { select, view } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: graph } = useSuspenseQuery(queries.classGraph());
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useCommands({ "filter.focus": () => input.current?.select() });
  const change = (part: Partial<GraphSearch>) => {
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  };
  const choose = (namespace: string) => change({ select: namespace });
  const selected = graph.nodes.find(({ namespace }) => namespace === select);
  const tools = (
    <>
      <SearchInput ref={input} label="Find a class" value={text} commit={setText} className="w-36 sm:w-56" />
      <ViewToggle view={view} change={(next) => change({ view: next })} />
    </>
  );
  return (
    <>
      <PageHeader tab="Graph" title="Graph" actions={tools}>
        <span className="hidden text-muted-foreground tabular sm:inline">
          {plural(graph.nodes.length, "class", "classes")}
        </span>
      </PageHeader>
      {graph.nodes.length === 0 && (
        <Empty title="No classes yet">
          A class appears here with its first experiment, and an arrow with the first that uses another.
        </Empty>
      )}
      {graph.nodes.length > 0 && (
        <div className="relative flex min-h-0 flex-1">
          {view === "table" ? (
            <GraphTable graph={graph} text={text} />
          ) : (
            <ClassCanvas graph={graph} selected={selected?.namespace ?? ""} text={text} choose={choose} />
          )}
          {view === "" && selected !== undefined && (
            <ClassDetail node={selected} graph={graph} choose={choose} close={() => choose("")} />
          )}
        </div>
      )}
    </>
  );
}

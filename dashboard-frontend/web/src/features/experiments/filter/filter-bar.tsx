import { isFiltered } from "@furu/core/search";
import { useId, useRef } from "react";
import { QueryHelp } from "./query-help";
import { QueryProblem } from "./query-problem";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import { useCommands } from "@/hooks/use-commands";
import type { Refused } from "@/hooks/use-answered";
import type { ExperimentsSearch } from "@furu/core/search";

interface FilterBarProps {
  readonly search: ExperimentsSearch;
  readonly refused: Refused | null;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
}

const EXAMPLE = "class:Train lr>=1e-3 state:failed";

/** The query; every change is in the URL at once. */
export function FilterBar({ search, refused, change }: FilterBarProps) {
  const input = useRef<HTMLInputElement>(null);
  const problem = useId();
  const clear = () => change({ q: "" });
  useCommands({ "filter.focus": () => input.current?.select(), "filter.clear": clear });
  return (
    <div
      role="search"
      aria-label="Filters"
      className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2"
    >
      <SearchInput
        ref={input}
        label="Filter by text"
        placeholder={EXAMPLE}
        wrong={refused === null ? undefined : problem}
        value={search.q}
        commit={(q) => change({ q })}
        className="min-w-0 flex-1 basis-64 sm:max-w-96"
      />
      <QueryHelp />
      {isFiltered(search) && (
        <Button variant="ghost" onClick={clear}>
          Clear filters
        </Button>
      )}
      <QueryProblem id={problem} refused={refused} />
    </div>
  );
}

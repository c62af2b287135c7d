import { EVERY_EXPERIMENT, isFiltered, toggled } from "@furu/core/search";
import { stateCounts } from "@furu/core/states";
import { useQuery } from "@tanstack/react-query";
import { useId, useRef } from "react";
import { FilterMenu } from "./filter-menu";
import { QueryHelp } from "./query-help";
import { QueryProblem } from "./query-problem";
import { SearchInput } from "@/components/search-input";
import { StateIcon } from "@/components/state-icon";
import { Button } from "@/components/ui/button";
import { queries } from "@/hooks/queries";
import { useCommands } from "@/hooks/use-commands";
import type { Refused } from "@/hooks/use-answered";
import type { ExperimentsSearch } from "@furu/core/search";

interface FilterBarProps {
  readonly search: ExperimentsSearch;
  readonly refused: Refused | null;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
}

const EXAMPLE = "class:Train lr>=1e-3 state:failed";

/** Query, state and class; each choice is in the URL at once. */
export function FilterBar({ search, refused, change }: FilterBarProps) {
  const input = useRef<HTMLInputElement>(null);
  const problem = useId();
  const { data: stats } = useQuery(queries.stats());
  const clear = () => change({ ...EVERY_EXPERIMENT, sort: search.sort });
  useCommands({ "filter.focus": () => input.current?.select(), "filter.clear": clear });

  const states = stateCounts(stats?.states ?? {}).map(({ row, count }) => ({
    value: row.state,
    label: row.label,
    count,
    icon: <StateIcon state={row.state} />,
  }));
  const classes = (stats?.classes ?? [])
    .map(({ namespace, class_name, total }) => ({
      value: namespace,
      label: class_name,
      title: namespace,
      count: total,
    }))
    .sort((one, other) => one.label.localeCompare(other.label));
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
      <FilterMenu
        label="State"
        choices={states}
        chosen={search.state}
        toggle={(state) => change({ state: toggled(search.state, state) })}
        clear={() => change({ state: [] })}
      />
      <FilterMenu
        label="Class"
        choices={classes}
        chosen={search.class}
        toggle={(namespace) => change({ class: toggled(search.class, namespace) })}
        clear={() => change({ class: [] })}
      />
      {isFiltered(search) && (
        <Button variant="ghost" onClick={clear}>
          Clear filters
        </Button>
      )}
      <QueryProblem id={problem} refused={refused} />
    </div>
  );
}

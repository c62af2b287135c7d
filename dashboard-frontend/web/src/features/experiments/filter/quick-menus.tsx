import { chooseValues, chosenValues } from "@furu/core/query/edit";
import { stateCounts } from "@furu/core/states";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FilterMenu } from "./filter-menu";
import { queries } from "@/hooks/queries";
import type { Facet, QueryClause } from "@furu/core/api/schema.gen";

interface QuickMenusProps {
  readonly q: string;
  readonly clauses: readonly QueryClause[];
  readonly edit: (clauses: readonly QueryClause[]) => void;
  /** Whether the menus say what is chosen; tokens say it already. */
  readonly named: boolean;
}

const FIELDS = "state,class";

/** The two questions that everybody asks, one press away: which state, which class. */
export function QuickMenus({ q, clauses, edit, named }: QuickMenusProps) {
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    ...queries.facets(q, FIELDS),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const facet = (field: string) => data?.items.find((one) => one.field === field);
  const shared = (field: string) => ({
    chosen: chosenValues(clauses, field),
    choose: (values: readonly string[]) => edit(chooseValues(clauses, field, values)),
    onOpen: setOpen,
    named,
  });
  return (
    <>
      <FilterMenu label="State" choices={stateChoices(facet("state"))} {...shared("state")} />
      <FilterMenu label="Class" choices={classChoices(facet("class"))} {...shared("class")} />
    </>
  );
}

/** Every state, also those that nothing is in. */
function stateChoices(facet: Facet | undefined) {
  const counts = Object.fromEntries(
    facet?.values.map(({ value, count }) => [String(value), count] as const) ?? [],
  );
  return stateCounts(counts).map(({ row, count }) => ({ value: row.state, label: row.label, count }));
}

function classChoices(facet: Facet | undefined) {
  return (facet?.values ?? []).map(({ value, count }) => ({
    value: String(value),
    label: String(value),
    count,
  }));
}

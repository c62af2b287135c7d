import { chosenValues, clauseOf, queryOfClauses, toggleValue } from "@furu/core/query/edit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { PanelLeft, PanelRight, X } from "lucide-react";
import { FacetList } from "./facet-list";
import { SidePanel } from "@/components/side-panel";
import { SectionNote } from "@/components/section";
import { Button } from "@/components/ui/button";
import { queries } from "@/hooks/queries";
import type { QueryClause } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";

interface FacetsPanelProps {
  readonly search: ExperimentsSearch;
  /** The parts of the query that was answered. */
  readonly clauses: readonly QueryClause[];
  readonly change: (part: Partial<ExperimentsSearch>) => void;
  /** Ask another query, as a step of its own on the way back. */
  readonly ask: (q: string) => void;
}

/** The values of the fields that people choose by, with counts: press one to filter, with alt to exclude. */
export function FacetsPanel({ search, clauses, change, ask }: FacetsPanelProps) {
  const { q, facets: side } = search;
  const { data, error } = useQuery({ ...queries.facets(q, ""), placeholderData: keepPreviousData });
  const close = () => change({ facets: "" });
  const other = side === "left" ? "right" : "left";
  const Side = other === "left" ? PanelLeft : PanelRight;
  return (
    <SidePanel name="Facets" side={side === "right" ? "right" : "left"} initial={248} close={close}>
      <div className="flex h-8 shrink-0 items-center gap-1 border-b bg-rail pr-1 pl-3">
        <h2 className="flex-1 text-xs text-muted-foreground">Facets</h2>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Move facets to the ${other}`}
          onClick={() => change({ facets: other })}
        >
          <Side aria-hidden />
        </Button>
        <Button variant="ghost" size="icon-sm" aria-label="Close facets" onClick={close}>
          <X aria-hidden />
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" role="region" aria-label="Facet values" tabIndex={-1}>
        {error !== null && data === undefined && <SectionNote>Not to be had: {error.message}</SectionNote>}
        {data?.items
          .filter(({ distinct, values }) => distinct > 1 || values.length > 0)
          .map((facet) => (
            <FacetList
              key={facet.field}
              facet={facet}
              chosen={chosenValues(clauses, facet.field)}
              toggle={(value) => ask(queryOfClauses(toggleValue(clauses, facet.field, value)))}
              exclude={(value) =>
                ask(
                  queryOfClauses([
                    ...clauses,
                    clauseOf({ field: facet.field, operator: "!=", values: [value] }),
                  ]),
                )
              }
            />
          ))}
      </div>
    </SidePanel>
  );
}

import { isAmount, knownColumn } from "@furu/core/columns/known";
import { writeNames } from "@furu/core/columns/names";
import { asClause } from "@furu/core/columns/conditions";
import { queryOfClauses } from "@furu/core/query/edit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { queries } from "./queries";
import type { ExperimentPage, GroupList, GroupRow } from "@furu/core/api/schema.gen";
import type { Kind } from "@furu/core/columns/known";
import type { ExperimentsSearch } from "@furu/core/search";
import type { Section } from "@furu/core/sections";

const NO_GROUPS: readonly Section<GroupRow>[] = [];

export interface Grouping {
  readonly sections: readonly Section<GroupRow>[];
  readonly groups: GroupList | undefined;
  readonly error: Error | null;
  readonly isOpen: (key: string) => boolean;
  readonly toggle: (key: string) => void;
}

/** The stretches of the table: all rows as one, or a group each, of which those that are open show their rows. */
export function useSections(
  search: ExperimentsSearch,
  first: ExperimentPage,
  amounts: readonly string[],
): Grouping {
  const { q, group, groupsort } = search;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { data: groups, error } = useQuery({
    ...queries.groups({
      q,
      by: writeNames([group]),
      columns: writeNames(amounts),
      sort: groupsort === "" ? "-count" : groupsort,
    }),
    enabled: group !== "",
    placeholderData: keepPreviousData,
  });
  const sections = useMemo<readonly Section<GroupRow>[]>(() => {
    if (group === "") {
      return [{ key: "", q, head: null, rows: first.total }];
    }
    return groups === undefined
      ? NO_GROUPS
      : groups.items.map((head) => ({
          key: keyOf(head),
          q: queryOfClauses([...first.clauses, asClause(head.query)]),
          head,
          rows: open.has(keyOf(head)) ? head.count : 0,
        }));
  }, [group, q, first.total, first.clauses, groups, open]);
  return {
    sections,
    groups,
    error,
    isOpen: (key) => open.has(key),
    toggle: (key) => {
      const next = new Set(open);
      if (!next.delete(key)) {
        next.add(key);
      }
      setOpen(next);
    },
  };
}

/** Fields of which the server sums up groups at most. */
const MOST_AMOUNTS = 20;

/** Of the columns that are shown, those whose numbers a group can sum up. */
export function amountsOf(paths: readonly string[], kinds: ReadonlyMap<string, Kind>): readonly string[] {
  return paths
    .filter((path) => {
      const kind = kinds.get(path) ?? knownColumn(path).kind;
      return isAmount(kind) && kind !== "time";
    })
    .slice(0, MOST_AMOUNTS);
}

function keyOf({ values }: GroupRow): string {
  return JSON.stringify(values);
}

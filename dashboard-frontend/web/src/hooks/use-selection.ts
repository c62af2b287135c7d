import { PAGE_SIZE } from "@furu/core/api/queries";
import { lineAt, pagesFor } from "@furu/core/sections";
import { countSelected, isSelected, NOTHING_SELECTED, withMany, withOne } from "@furu/core/selection";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { queries } from "./queries";
import type { RowsRequest } from "@furu/core/api/queries";
import type { GroupRow } from "@furu/core/api/schema.gen";
import type { Section } from "@furu/core/sections";
import type { Selection } from "@furu/core/selection";

/** Rows that one shift-press takes in at most; for more there is "all that match". */
const MOST_AT_ONCE = 5000;

export interface Selecting {
  readonly selection: Selection;
  readonly count: number;
  readonly has: (id: string) => boolean;
  /** Take one row in or out; ranges begin there. */
  readonly toggle: (id: string, index: number) => void;
  /** Take in every row from where the last one was toggled. */
  readonly extend: (to: number) => void;
  readonly all: () => void;
  readonly clear: () => void;
}

/** Chosen experiments of a view: they stay chosen when it is sorted or filtered otherwise, except "all that match". */
export function useSelection(
  request: RowsRequest,
  sections: readonly Section<GroupRow>[],
  total: number,
): Selecting {
  const cache = useQueryClient();
  const [held, setHeld] = useState<Selection>(NOTHING_SELECTED);
  const anchor = useRef(0);
  const selection = held.kind === "all" && held.q !== request.q ? NOTHING_SELECTED : held;

  const idsBetween = async (first: number, last: number) => {
    const wanted = pagesFor(sections, first, last, PAGE_SIZE);
    const pages = await Promise.all(
      wanted.map(({ section, page }) =>
        cache.query({ ...queries.experimentsPage({ ...request, q: section.q }, page), staleTime: "static" }),
      ),
    );
    const ids: string[] = [];
    for (let index = first; index <= last; index += 1) {
      const line = lineAt(sections, index);
      if (line?.kind === "row") {
        const at = wanted.findIndex(
          ({ section, page }) =>
            section.key === line.section.key && page === Math.floor(line.place / PAGE_SIZE),
        );
        const item = pages[at]?.items[line.place % PAGE_SIZE];
        if (item !== undefined) {
          ids.push(item.id);
        }
      }
    }
    return ids;
  };
  return {
    selection,
    count: countSelected(selection),
    has: (id) => isSelected(selection, id),
    toggle: (id, index) => {
      anchor.current = index;
      setHeld(withOne(selection, id));
    },
    extend: (to) => {
      const first = Math.max(Math.min(anchor.current, to), to - MOST_AT_ONCE);
      const last = Math.min(Math.max(anchor.current, to), first + MOST_AT_ONCE);
      void idsBetween(first, last).then((ids) => setHeld((before) => withMany(before, ids)));
    },
    all: () => setHeld({ kind: "all", q: request.q, expected: total }),
    clear: () => setHeld(NOTHING_SELECTED),
  };
}

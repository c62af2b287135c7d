import { isRefusal } from "@furu/core/api/problem";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "./queries";
import { rowsOf } from "./use-columns";
import type { ExperimentPage, Problem } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";

export interface Refused {
  readonly query: string;
  readonly problem: Problem;
}

interface Settled {
  readonly answered: ExperimentsSearch | null;
  readonly refused: Refused | null;
}

interface Answered extends Settled {
  /** The first page of the answered search; undefined until there is one. */
  readonly first: ExperimentPage | undefined;
}

/** The last search that the server answered, and why it refuses the newest one, if it does. */
export function useAnswered(search: ExperimentsSearch): Answered {
  const [settled, setSettled] = useState<Settled>({ answered: null, refused: null });
  const { data, error } = useQuery({
    ...queries.experimentsPage(rowsOf(search), 0),
    throwOnError: (reason, { state }) => state.data === undefined && !isRefusal(reason),
  });
  const answered = data === undefined ? settled.answered : search;
  const refused = isRefusal(error) ? { query: search.q, problem: error.problem } : null;
  // What was said of the query before stays until this one has its answer: nothing flickers while one types.
  const next = data === undefined && error === null ? settled : { answered, refused };
  if (next.answered !== settled.answered || next.refused?.problem !== settled.refused?.problem) {
    setSettled(next);
  }
  const { data: first } = useQuery({
    ...queries.experimentsPage(rowsOf(next.answered ?? search), 0),
    enabled: next.answered !== null,
  });
  return { ...next, first: next.answered === null ? undefined : first };
}

import { queryOfClauses } from "@furu/core/query/edit";
import { useState } from "react";
import type { QueryClause } from "@furu/core/api/schema.gen";

export interface Answer {
  /** The query that was answered last; null before there is any. */
  readonly q: string | null;
  readonly clauses: readonly QueryClause[];
}

interface Clauses {
  readonly clauses: readonly QueryClause[];
  /** Whether they are those of the query in the URL, and can be edited. */
  readonly current: boolean;
  readonly edit: (clauses: readonly QueryClause[]) => void;
}

/** The clauses of the query: as the server said them, or as they were just edited here, until it answers. */
export function useClauses(q: string, answer: Answer, ask: (q: string) => void): Clauses {
  const [edited, setEdited] = useState<Answer>({ q: null, clauses: [] });
  const known = [answer, edited].find((one) => one.q === q);
  return {
    clauses: (known ?? answer).clauses,
    current: known !== undefined,
    edit: (clauses) => {
      const next = queryOfClauses(clauses);
      setEdited({ q: next, clauses });
      ask(next);
    },
  };
}

import { negated, queryOfClauses, replaceClause } from "@furu/core/query/edit";
import { useState } from "react";
import { Token } from "./token";
import type { QueryClause } from "@furu/core/api/schema.gen";

interface TokenListProps {
  readonly clauses: readonly QueryClause[];
  /** Whether they can be edited; not while the answer to another query is on its way. */
  readonly current: boolean;
  readonly edit: (clauses: readonly QueryClause[]) => void;
  /** Go on as text, for what tokens cannot say. */
  readonly write: () => void;
}

/** The query as tokens, one a clause: each is edited where it stands. */
export function TokenList({ clauses, current, edit, write }: TokenListProps) {
  const [open, setOpen] = useState<number | null>(null);
  const replace = (index: number, ...now: readonly QueryClause[]) => {
    if (now.length === 0) {
      setOpen(null);
    }
    if (current) {
      edit(replaceClause(clauses, index, ...now));
    }
  };
  return (
    // The space beside the tokens is for writing; the keys have one of their own for it.
    <ul
      aria-label="Conditions"
      aria-busy={!current}
      onClick={({ target, currentTarget }) => target === currentTarget && write()}
      className="flex min-h-[26px] min-w-0 flex-1 flex-wrap items-center gap-1 py-0.5"
    >
      {clauses.map((clause, index) => (
        <Token
          key={index}
          clause={clause}
          rest={queryOfClauses(replaceClause(clauses, index))}
          open={open === index}
          setOpen={(now) => setOpen(now ? index : null)}
          change={(now) => replace(index, ...(now === null ? [] : [now]))}
          turn={() => replace(index, negated(clause))}
          write={write}
        />
      ))}
    </ul>
  );
}

import { markQuery } from "@furu/core/query/examples";
import type { Refused } from "@/hooks/use-answered";

interface QueryProblemProps {
  readonly id: string;
  readonly refused: Refused | null;
}

/** Why a query cannot be answered, below it: where it is wrong, and what to write instead. */
export function QueryProblem({ id, refused }: QueryProblemProps) {
  return (
    <div role="status" aria-label="Query" className={refused === null ? "sr-only" : "w-full min-w-0"}>
      {refused !== null && (
        <div id={id}>
          <Marked {...refused} />
          <p className="break-words text-destructive">{refused.problem.detail}</p>
          {refused.problem.hint !== null && (
            <p className="break-words text-muted-foreground">{refused.problem.hint}</p>
          )}
        </div>
      )}
    </div>
  );
}

/** The query with the wrong part marked; where something is missing, a mark with nothing on it. */
function Marked({ query, problem: { position, length } }: Refused) {
  if (position === null || length === null) {
    return null;
  }
  const { before, wrong, after } = markQuery(query, position, length);
  return (
    <p className="font-mono text-sm break-words whitespace-pre-wrap">
      {before}
      <mark className="bg-transparent text-destructive underline decoration-wavy underline-offset-4">
        {wrong === "" ? "\u00a0\u00a0" : wrong}
      </mark>
      {after}
    </p>
  );
}

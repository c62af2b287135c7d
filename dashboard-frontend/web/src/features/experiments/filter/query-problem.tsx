import type { Problem } from "@furu/core/api/schema.gen";

interface QueryProblemProps {
  readonly id: string;
  readonly problem: Problem | null;
}

/** Why a query cannot be answered, below it, and what to write instead; the field marks where. */
export function QueryProblem({ id, problem }: QueryProblemProps) {
  return (
    <div role="status" aria-label="Query" className={problem === null ? "sr-only" : "w-full min-w-0 pl-2"}>
      {problem !== null && (
        <p id={id} className="break-words">
          <span className="text-destructive">{problem.detail}</span>
          {problem.hint !== null && <span className="ml-2 text-muted-foreground">{problem.hint}</span>}
        </p>
      )}
    </div>
  );
}

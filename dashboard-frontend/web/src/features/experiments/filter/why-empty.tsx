import { plural } from "@furu/core/format/number";
import { queryOfClauses, replaceClause } from "@furu/core/query/edit";
import { experimentsWhere } from "@furu/core/search";
import { useQueries } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { queries } from "@/hooks/queries";
import type { QueryClause } from "@furu/core/api/schema.gen";

interface WhyEmptyProps {
  readonly clauses: readonly QueryClause[];
  readonly ask: (q: string) => void;
}

/** Each clause costs a question; with more of them nobody reads the answer. */
const MOST = 6;

/** Which clause excludes everything: how many would match without each, and the way to drop it. */
export function WhyEmpty({ clauses, ask }: WhyEmptyProps) {
  const tried = clauses.slice(0, MOST).map((clause, index) => ({
    clause,
    q: queryOfClauses(replaceClause(clauses, index)),
  }));
  const answers = useQueries({ queries: tried.map(({ q }) => queries.experiments(experimentsWhere(q), 1)) });
  const found = tried
    .map((one, index) => ({ ...one, total: answers[index]?.data?.total ?? 0 }))
    .filter(({ total }) => total > 0);
  if (answers.some(({ isPending }) => isPending)) {
    return null;
  }
  if (found.length === 0) {
    return <p>All of its conditions must hold, and leaving out any one of them changes nothing.</p>;
  }
  return (
    <ul aria-label="Conditions that can be dropped" className="mt-1 flex flex-col items-stretch text-left">
      {found.map(({ clause, q, total }) => (
        <li key={clause.start} className="flex min-h-8 items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-sm">
            Without <code className="font-mono text-foreground">{clause.text}</code>
          </span>
          <span className="shrink-0 text-sm tabular">{plural(total, "match", "matches")}</span>
          <Button variant="outline" size="sm" onClick={() => ask(q)}>
            Drop it
          </Button>
        </li>
      ))}
    </ul>
  );
}

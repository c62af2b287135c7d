import { queryOfClauses } from "@furu/core/query/edit";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Waiting } from "./waiting";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useCommands } from "@/hooks/use-commands";
import type { QueryClause } from "@furu/core/api/schema.gen";

const ConditionEditor = lazy(() =>
  import("./condition-editor").then(({ ConditionEditor: component }) => ({ default: component })),
);

interface AddConditionProps {
  readonly clauses: readonly QueryClause[];
  readonly current: boolean;
  readonly edit: (clauses: readonly QueryClause[]) => void;
}

/** Choose a field, how it is asked and a value; each choice is in the query at once. */
export function AddCondition({ clauses, current, edit }: AddConditionProps) {
  // What was there when it opened; the new clause comes after it, however often it changes.
  const [before, setBefore] = useState<readonly QueryClause[] | null>(null);
  const [added, setAdded] = useState<QueryClause | null>(null);
  const setOpen = (open: boolean) => {
    setBefore(open && current ? clauses : null);
    setAdded(null);
  };
  useCommands({ "filter.add": () => setOpen(true) });
  return (
    <Popover open={before !== null} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" aria-label="Add a condition" className="px-1.5 font-normal">
          <Plus aria-hidden />
          <span className="hidden sm:inline">Condition</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Add a condition">
        {before !== null && (
          <Suspense fallback={<Waiting />}>
            <ConditionEditor
              clause={added}
              rest={queryOfClauses(before)}
              change={(clause) => {
                setAdded(clause);
                edit(clause === null ? before : [...before, clause]);
              }}
              close={() => setOpen(false)}
            />
          </Suspense>
        )}
      </PopoverContent>
    </Popover>
  );
}

import { clauseOf, conditionOf } from "@furu/core/query/edit";
import { firstOperator } from "@furu/core/query/operators";
import { Ban, TextCursorInput, Trash2 } from "lucide-react";
import { useState } from "react";
import { FieldStep } from "./field-step";
import { useFields } from "./use-fields";
import { ValueStep } from "./value-step";
import { Waiting } from "./waiting";
import { Button } from "@/components/ui/button";
import type { Column, QueryClause } from "@furu/core/api/schema.gen";

interface ConditionEditorProps {
  /** Null while there is none yet. */
  readonly clause: QueryClause | null;
  /** The rest of the query: what fields and values are counted in. */
  readonly rest: string;
  readonly change: (clause: QueryClause | null) => void;
  readonly close: () => void;
  /** Turn it round, and go on as text; only of a clause that is there. */
  readonly turn?: () => void;
  readonly write?: () => void;
}

/** A condition in three steps: field, operator, value. The server says which there are. */
export function ConditionEditor({ clause, rest, change, close, turn, write }: ConditionEditorProps) {
  const condition = clause === null ? null : conditionOf(clause);
  const [picked, setPicked] = useState<Column | null>(null);
  const [choosing, setChoosing] = useState(condition === null);
  const { column, waiting } = useColumn(rest, condition?.field ?? null, picked);

  if (choosing || (column === null && !waiting)) {
    const pick = (next: Column) => {
      setPicked(next);
      setChoosing(false);
    };
    const search = (words: string) => {
      change(wordClause(words));
      close();
    };
    return <FieldStep rest={rest} pick={pick} search={search} />;
  }
  if (column === null) {
    return <Waiting />;
  }
  const mine = condition !== null && (picked === null || condition.field === column.name) ? condition : null;
  const asked = mine ?? { field: column.name, operator: firstOperator(column), values: [] };
  return (
    <>
      <ValueStep
        key={column.path}
        column={column}
        condition={asked}
        change={(next) => change(next === null ? null : clauseOf(next))}
        back={() => setChoosing(true)}
        close={close}
      />
      {turn !== undefined && write !== undefined && (
        <div className="flex shrink-0 items-center gap-1 border-t p-1">
          <Button variant="ghost" size="sm" onClick={turn}>
            <Ban aria-hidden />
            {clause?.negated === true || asked.operator.startsWith("!") ? "Include" : "Exclude"}
          </Button>
          <Button variant="ghost" size="sm" onClick={write}>
            <TextCursorInput aria-hidden />
            As text
          </Button>
          <Button variant="ghost" size="sm" className="ml-auto" onClick={() => change(null)}>
            <Trash2 aria-hidden />
            Remove
          </Button>
        </div>
      )}
    </>
  );
}

/** The column that a condition asks about: the one just picked, or the one that its field means. */
function useColumn(rest: string, field: string | null, picked: Column | null) {
  const { data, isPending } = useFields(rest, field ?? "", field !== null && picked === null);
  const found = data?.items.find(
    ({ name, path }) => name === field || path === field || path.endsWith(`.${field ?? ""}`),
  );
  return { column: picked ?? found ?? null, waiting: field !== null && picked === null && isPending };
}

function wordClause(words: string): QueryClause {
  const clause = clauseOf({ field: "", operator: ":", values: [words] });
  const text = clause.text.slice(clause.text.indexOf(":") + 1);
  return { ...clause, text, kind: "word", field: null, operator: null };
}

import { operatorsOf, operatorWords } from "@furu/core/query/operators";
import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { ValueInput } from "./value-input";
import { ValueList } from "./value-list";
import { Button } from "@/components/ui/button";
import type { Column } from "@furu/core/api/schema.gen";
import type { Condition } from "@furu/core/query/write";

interface ValueStepProps {
  readonly column: Column;
  /** What is asked now; without values where nothing is. */
  readonly condition: Condition;
  readonly change: (condition: Condition | null) => void;
  readonly back: () => void;
  readonly close: () => void;
}

/** As many values are offered as a list; of more, one writes one's own. */
const FEW = 20;
const LISTED: ReadonlySet<string> = new Set([":", "=", "!=", "in"]);

/** How a field is asked, and for which value. */
export function ValueStep({ column, condition, change, back, close }: ValueStepProps) {
  const [operator, setOperator] = useState(condition.operator);
  const known = operatorsOf(column);
  const operators = known.includes(operator) ? known : [operator, ...known];
  const few = !column.distinct_capped && column.distinct <= FEW && column.top.length >= column.distinct;
  const choose = (next: string) => {
    setOperator(next);
    if (next === "has") {
      change({ field: column.name, operator: next, values: [] });
    } else if (condition.values.length > 0 && next !== "between" && operator !== "between") {
      change(withOperator(condition, next));
    }
  };
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-1 border-b pr-2 pl-1">
        <Button variant="ghost" size="icon-sm" aria-label="Another field" onClick={back}>
          <ChevronLeft aria-hidden />
        </Button>
        <span className="min-w-0 truncate font-medium" title={column.path}>
          {column.name}
        </span>
        <select
          aria-label="How it is asked"
          value={operator}
          onChange={(event) => choose(event.target.value)}
          className="h-6 min-w-0 cursor-pointer rounded-sm bg-transparent text-sm text-muted-foreground hover:bg-accent"
        >
          {operators.map((one) => (
            <option key={one} value={one}>
              {operatorWords(one, column.kind)}
            </option>
          ))}
        </select>
      </div>
      {operator === "has" ? (
        <p className="p-3 text-muted-foreground">Every experiment that has it, whatever it is.</p>
      ) : few && LISTED.has(operator) ? (
        <ValueList
          column={column}
          chosen={condition.values}
          choose={(values) => change(values.length === 0 ? null : withValues(column.name, operator, values))}
        />
      ) : (
        <ValueInput
          key={operator}
          column={column}
          operator={operator}
          values={condition.values}
          commit={(values) => {
            change({ field: column.name, operator, values, negated: condition.negated ?? false });
            close();
          }}
        />
      )}
    </>
  );
}

/** One value or several of a list: an operator for each. */
function withValues(field: string, operator: string, values: readonly string[]): Condition {
  const not = operator === "!=";
  return values.length === 1
    ? { field, operator: not ? "!=" : ":", values }
    : { field, operator: "in", values, negated: not };
}

function withOperator({ field, values, negated = false }: Condition, operator: string): Condition {
  return LISTED.has(operator) && values.length > 1
    ? withValues(field, operator, values)
    : { field, operator, values: values.slice(0, 1), negated };
}

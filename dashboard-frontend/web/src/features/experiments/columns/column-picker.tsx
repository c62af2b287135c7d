import { chosen, withToggled, writeColumns } from "@furu/core/columns/choice";
import { differingColumns } from "@furu/core/columns/differing";
import { useQuery } from "@tanstack/react-query";
import { FieldList } from "@/components/field-list";
import { ShownList } from "./shown-list";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { queries } from "@/hooks/queries";
import type { Columns } from "@/hooks/use-columns";

interface ColumnPickerProps {
  readonly q: string;
  readonly columns: Columns;
}

/** Which columns, in which order; of all fields that the matching experiments have. */
export function ColumnPicker({ q, columns }: ColumnPickerProps) {
  const { data } = useQuery(queries.columns(q, ""));
  const { choices, choose, fitted, reset, prefer, forget, isPreferred } = columns;
  const differing = data === undefined ? [] : differingColumns(data.items);
  const onlyDiffering = writeColumns(choices) === writeColumns(differing.map(chosen));
  return (
    <>
      <FieldList
        label="Search columns"
        q={q}
        chosen={new Set(choices.map(({ path }) => path))}
        pick={(path) => choose(withToggled(choices, path))}
      >
        <ShownList columns={columns} />
      </FieldList>
      <div className="flex shrink-0 flex-wrap items-center gap-1 border-t p-1.5">
        <Button
          variant="ghost"
          size="sm"
          aria-pressed={onlyDiffering}
          disabled={differing.length === 0}
          className={cn(onlyDiffering && "bg-selected text-foreground")}
          onClick={() => (onlyDiffering ? reset() : choose(differing.map(chosen)))}
        >
          Differences only
        </Button>
        <span className="flex-1" />
        {isPreferred && (
          <Button variant="ghost" size="sm" onClick={forget}>
            Forget my default
          </Button>
        )}
        {!fitted && (
          <>
            <Button variant="ghost" size="sm" onClick={prefer}>
              Make default
            </Button>
            <Button variant="ghost" size="sm" onClick={reset}>
              Reset
            </Button>
          </>
        )}
      </div>
    </>
  );
}

import { ArrowDown, ArrowUp } from "lucide-react";
import { Input } from "@/components/ui/input";
import { cn } from "@/components/ui/class-names";
import { useDraft } from "@/hooks/use-draft";
import type { TableRequest } from "@furu/core/api/file-queries";
import type { TableColumn } from "@furu/core/api/schema.gen";

interface ColumnHeadProps {
  readonly column: TableColumn;
  readonly asked: TableRequest;
  readonly change: (part: Partial<TableRequest>) => void;
  /** Whether the file's rows can be sorted and filtered at all. */
  readonly sortable: boolean;
}

const PAUSE_MS = 400;

/** The name and type of a column, a press to sort by it, and a field to filter it. */
export function ColumnHead({ column: { name, type, kind }, asked, change, sortable }: ColumnHeadProps) {
  const direction = asked.sort === name ? "ascending" : asked.sort === `-${name}` ? "descending" : "none";
  const next = direction === "none" ? name : direction === "ascending" ? `-${name}` : "";
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  const heading = (
    <>
      <span className="truncate text-foreground">{name}</span>
      <span className="text-faint-foreground">{type.toLowerCase()}</span>
    </>
  );
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={cn(
        "border-b px-3 py-1 align-top font-normal",
        kind === "number" ? "text-right" : "text-left",
      )}
    >
      {sortable ? (
        <button
          type="button"
          onClick={() => change({ sort: next })}
          className="inline-flex h-6 max-w-64 items-center gap-1.5 whitespace-nowrap"
        >
          {heading}
          {direction !== "none" && <Arrow aria-hidden className="size-3" />}
        </button>
      ) : (
        <span className="inline-flex h-6 items-center gap-1.5 whitespace-nowrap">{heading}</span>
      )}
      {sortable && kind !== "other" && <Filter name={name} kind={kind} asked={asked} change={change} />}
    </th>
  );
}

interface FilterProps extends Omit<ColumnHeadProps, "column" | "sortable"> {
  readonly name: string;
  readonly kind: TableColumn["kind"];
}

function Filter({ name, kind, asked, change }: FilterProps) {
  const value = asked.filters.find(([column]) => column === name)?.[1] ?? "";
  const {
    text,
    change: write,
    flush,
  } = useDraft(
    value,
    (wanted) => {
      const others = asked.filters.filter(([column]) => column !== name);
      change({ filters: wanted === "" ? others : [...others, [name, wanted]] });
    },
    PAUSE_MS,
  );
  return (
    <Input
      aria-label={`Filter ${name}`}
      value={text}
      placeholder={kind === "number" ? ">= 0.5" : "contains"}
      spellCheck={false}
      onChange={(event) => write(event.target.value)}
      onKeyDown={(event) => event.key === "Enter" && flush(text)}
      className="h-6 w-full min-w-20 px-1.5 font-mono text-xs"
    />
  );
}

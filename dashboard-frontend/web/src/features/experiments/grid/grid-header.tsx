import { nextSort, sortDirection } from "@furu/core/search";
import { ArrowDown, ArrowUp } from "lucide-react";
import { Hint } from "@/components/hint";
import { cn } from "@/components/ui/class-names";
import type { Column } from "@furu/core/columns";
import type { ExperimentsSearch } from "@furu/core/search";

interface GridHeaderProps {
  readonly columns: readonly Column[];
  readonly template: string;
  readonly search: ExperimentsSearch;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
}

/** Column names; those by which the server sorts are buttons. */
export function GridHeader({ columns, template, search, change }: GridHeaderProps) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b bg-rail">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 items-center px-2 text-xs text-muted-foreground"
        style={{ gridTemplateColumns: template }}
      >
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} search={search} change={change} />
        ))}
      </div>
    </div>
  );
}

function HeaderCell({
  column,
  search,
  change,
}: { column: Column } & Pick<GridHeaderProps, "search" | "change">) {
  const { sort, label, meaning, align, first } = column;
  const end = align === "end";
  if (sort === null) {
    return (
      <div role="columnheader" className={cn("min-w-0 truncate px-2", end && "text-right")} title={meaning}>
        {label}
      </div>
    );
  }
  const direction = sortDirection(search, sort);
  const Arrow = direction === "ascending" ? ArrowUp : ArrowDown;
  return (
    <div role="columnheader" aria-sort={direction} className={cn("flex min-w-0", end && "justify-end")}>
      <Hint text={meaning} side="bottom">
        <button
          type="button"
          aria-label={label === "" ? `Sort by ${sort}` : undefined}
          onClick={() => change({ sort: nextSort(search, sort, first) })}
          className={cn(
            "group flex h-8 min-w-0 items-center gap-1 px-2 hover:text-foreground",
            end && "flex-row-reverse",
            direction !== "none" && "font-medium text-foreground",
          )}
        >
          <span className="truncate">{label}</span>
          <Arrow
            aria-hidden
            className={cn(
              "size-3 shrink-0",
              direction === "none" && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
            )}
          />
        </button>
      </Hint>
    </div>
  );
}

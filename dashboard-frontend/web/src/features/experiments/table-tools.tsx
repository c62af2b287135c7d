import { knownColumn } from "@furu/core/columns/known";
import { Columns3, Layers, ListFilter } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useCommands } from "@/hooks/use-commands";
import { amountsOf } from "@/hooks/use-sections";
import type { Kind } from "@furu/core/columns/known";
import type { ExperimentsSearch } from "@furu/core/search";
import type { Columns } from "@/hooks/use-columns";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

const ColumnPicker = lazy(() =>
  import("./columns/column-picker").then(({ ColumnPicker: component }) => ({ default: component })),
);
const GroupMenu = lazy(() =>
  import("./groups/group-menu").then(({ GroupMenu: component }) => ({ default: component })),
);

interface TableToolsProps {
  readonly search: ExperimentsSearch;
  readonly columns: Columns;
  /** What the leaves that are shown hold. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
}

/** What decides how the table looks: facets, groups and columns. */
export function TableTools({ search, columns, kinds, change }: TableToolsProps) {
  const [open, setOpen] = useState<"columns" | "group" | null>(null);
  const { facets, group, q } = search;
  const toggleFacets = () => change({ facets: facets === "" ? "left" : "" });
  useCommands({
    "table.columns": () => setOpen("columns"),
    "table.group": () => setOpen("group"),
    "table.facets": toggleFacets,
  });
  const close = () => setOpen(null);
  const paths = columns.choices.map(({ path }) => path);
  return (
    <>
      <Button
        variant="ghost"
        aria-pressed={facets !== ""}
        className={cn(facets !== "" && "bg-selected text-foreground")}
        onClick={toggleFacets}
      >
        <ListFilter aria-hidden />
        <span className="sr-only lg:not-sr-only">Facets</span>
      </Button>
      <Tool
        icon={Layers}
        name={group === "" ? "Group" : `By ${knownColumn(group).label}`}
        active={group !== ""}
        open={open === "group"}
        setOpen={(next) => setOpen(next ? "group" : null)}
      >
        <GroupMenu {...{ search, change, close }} amounts={amountsOf(paths, kinds)} />
      </Tool>
      <Tool
        icon={Columns3}
        name="Columns"
        active={!columns.fitted}
        open={open === "columns"}
        setOpen={(next) => setOpen(next ? "columns" : null)}
      >
        <ColumnPicker q={q} columns={columns} />
      </Tool>
    </>
  );
}

interface ToolProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly active: boolean;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly children: ReactNode;
}

function Tool({ icon: Icon, name, active, open, setOpen, children }: ToolProps) {
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" className={cn(active && "text-foreground")}>
          <Icon aria-hidden className={cn(active && "text-primary")} />
          <span className="sr-only lg:not-sr-only">{name}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={name}
        className="max-h-[min(600px,var(--radix-popover-content-available-height))] w-[400px] max-w-[calc(100vw-16px)]"
      >
        <Suspense fallback={<div className="h-40" />}>{children}</Suspense>
      </PopoverContent>
    </Popover>
  );
}

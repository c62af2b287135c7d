import { shortDigest } from "@furu/core/format/identity";
import { PanelRight } from "lucide-react";
import { memo } from "react";
import { Cell } from "./cells";
import { SelectBox } from "./select-box";
import { cn } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";
import type { Layout } from "@furu/core/columns/layout";
import type { TableRow } from "@furu/core/columns/values";
import type { CSSProperties } from "react";

interface RowPlace {
  /** Its place among all lines of the table. */
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly layout: Layout;
}

interface GridRowProps extends RowPlace {
  readonly row: TableRow;
  readonly narrow: boolean;
  readonly active: boolean;
  /** The column of the active cell, when it is in this row. */
  readonly activePath: string | null;
  readonly selected: boolean;
  /** Whether it stands below a group. */
  readonly grouped: boolean;
}

const ROW =
  "absolute left-0 grid w-full items-stretch border-b bg-background pr-2 [&>*]:flex [&>*]:min-w-0 [&>*]:items-center";

/** One experiment. What a press on it means is decided by the table, so a row costs nothing but its cells. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, row, narrow, active, activePath, selected, grouped, layout } = props;
  const { experiment } = row;
  const name = `${experiment.class_name} ${shortDigest(experiment.digest)}`;
  return (
    <div
      id={rowId(experiment.id)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      {...(grouped ? { "aria-level": 2 } : {})}
      {...(active ? { "aria-current": "true" as const } : {})}
      data-index={index}
      className={cn(
        ROW,
        "group/row cursor-default hover:bg-accent",
        selected && "bg-selected hover:bg-selected",
        active && "bg-accent",
        active && selected && "bg-selected",
      )}
      style={placed(props)}
    >
      <div
        role="gridcell"
        className="sticky left-0 z-[1] justify-center bg-inherit group-aria-[current=true]/row:shadow-[inset_2px_0_0_var(--primary)]"
      >
        <SelectBox checked={selected} label={`Select ${name}`} />
      </div>
      {layout.columns.map((column) => (
        <div
          key={column.path}
          id={cellId(experiment.id, column.path)}
          role="gridcell"
          data-path={column.path}
          data-column={column.path}
          className={cn(
            "px-2",
            column.align === "end" && "justify-end",
            column.pinned && "sticky z-[1] bg-inherit",
            column.path === activePath && "rounded-sm shadow-[inset_0_0_0_1.5px_var(--ring)]",
          )}
          style={column.pinned ? { left: column.left } : undefined}
        >
          <Cell row={row} column={column} narrow={narrow} />
        </div>
      ))}
      <PreviewCell name={name} />
    </div>
  );
});

/** Lies over the row's end, wherever it is scrolled to. */
function PreviewCell({ name }: { name: string }) {
  return (
    <div role="gridcell" className="pointer-events-none absolute inset-0 justify-end">
      <button
        type="button"
        tabIndex={-1}
        data-act="preview"
        aria-label={`Preview ${name}`}
        className="pointer-events-auto sticky right-1.5 hidden size-6 rounded-md border bg-popover text-muted-foreground group-hover/row:flex hover:text-foreground"
      >
        <PanelRight aria-hidden className="m-auto size-3.5" />
      </button>
    </div>
  );
}

/** The place of a row whose page is on the way. */
export function WaitingRow(props: RowPlace) {
  return (
    <div aria-hidden className={ROW} style={placed(props)}>
      <span />
      {props.layout.columns.map(({ path, align, grow }) => (
        <div key={path} className={cn("px-2", align === "end" && "justify-end")}>
          <Skeleton className={grow > 0 ? "w-3/5" : "w-12"} />
        </div>
      ))}
    </div>
  );
}

export function placed({ top, height, layout }: RowPlace): CSSProperties {
  return {
    height,
    transform: `translateY(${String(top)}px)`,
    gridTemplateColumns: layout.template,
  };
}

export function rowId(id: string): string {
  return `row-${id}`;
}

export function cellId(id: string, path: string): string {
  return `cell-${id}-${path}`;
}

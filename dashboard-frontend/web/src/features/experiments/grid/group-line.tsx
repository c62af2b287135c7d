import { amountText, cellText } from "@furu/core/columns/cell";
import { knownColumn } from "@furu/core/columns/known";
import { formatCount } from "@furu/core/format/number";
import { isState, stateRow } from "@furu/core/states";
import { ChevronRight } from "lucide-react";
import { memo } from "react";
import { placed } from "./grid-row";
import { StateBar } from "@/components/state-bar";
import { StateIcon } from "@/components/state-icon";
import { cn } from "@/components/ui/class-names";
import { useNow } from "@/hooks/use-now";
import type { Aggregate, GroupRow } from "@furu/core/api/schema.gen";
import type { Layout, PlacedColumn } from "@furu/core/columns/layout";

interface GroupLineProps {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly layout: Layout;
  readonly by: string;
  readonly group: GroupRow;
  readonly open: boolean;
  readonly active: boolean;
}

/** A group: its value, how many, how they stand, and below the columns with numbers what these are. */
export const GroupLine = memo(function GroupLine(props: GroupLineProps) {
  const { id, index, layout, by, group, open, active } = props;
  const amounts = new Map(group.aggregates.map((one) => [one.field, one]));
  const firstAmount = layout.columns.findIndex(({ path }) => amounts.has(path));
  const span = firstAmount <= 0 ? Math.min(layout.columns.length, 2) : firstAmount;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={open}
      {...(active ? { "aria-current": "true" as const } : {})}
      data-index={index}
      className={cn(
        "group/row absolute left-0 grid w-full cursor-default items-stretch border-b bg-rail pr-2 hover:bg-accent",
        active && "bg-accent",
      )}
      style={placed(props)}
    >
      <div
        role="gridcell"
        className="sticky left-0 z-[1] flex min-w-0 items-center gap-2 bg-inherit pr-3 pl-2 group-aria-[current=true]/row:shadow-[inset_2px_0_0_var(--primary)]"
        style={{ gridColumn: `span ${String(span + 1)}` }}
      >
        <ChevronRight
          aria-hidden
          className={cn(
            "size-3.5 shrink-0 text-faint-foreground transition-transform duration-100",
            open && "rotate-90",
          )}
        />
        <GroupValue by={by} value={group.values[0]} />
        <span className="text-muted-foreground tabular">{formatCount(group.count)}</span>
        <StateBar counts={group.states} className="ml-auto w-24 shrink-0" />
      </div>
      {layout.columns.slice(span).map((column) => (
        <Sums key={column.path} column={column} sums={amounts.get(column.path)} />
      ))}
    </div>
  );
});

function GroupValue({ by, value }: { by: string; value: unknown }) {
  const now = useNow(60_000);
  if (by === "state" && isState(value)) {
    return (
      <span className="flex items-center gap-1.5 font-medium">
        <StateIcon state={value} />
        {stateRow(value).label}
      </span>
    );
  }
  const { kind } = knownColumn(by);
  const text = cellText(value, kind, now);
  return text === null ? (
    <span className="text-muted-foreground">none</span>
  ) : (
    <span className="min-w-0 truncate font-medium" title={text.exact}>
      {text.text}
    </span>
  );
}

/** The mean, with both ends on hover. */
function Sums({ column, sums }: { column: PlacedColumn; sums: Aggregate | undefined }) {
  const { kind, align, pinned, left } = column;
  const { low = null, mean = null, high = null } = sums ?? {};
  const said = (value: number | null) => (value === null ? "none" : amountText(value, kind));
  return (
    <div
      role="gridcell"
      className={cn(
        "flex min-w-0 items-center px-2",
        align === "end" && "justify-end",
        pinned && "sticky z-[1] bg-inherit",
      )}
      style={pinned ? { left } : undefined}
    >
      {mean !== null && (
        <span
          className="truncate text-muted-foreground tabular"
          title={`least ${said(low)}, mean ${said(mean)}, greatest ${said(high)}`}
        >
          <span className="text-faint-foreground">⌀ </span>
          {said(mean)}
        </span>
      )}
    </div>
  );
}

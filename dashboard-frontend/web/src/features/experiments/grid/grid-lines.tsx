import { GridRow, rowId, WaitingRow } from "./grid-row";
import { GroupLine } from "./group-line";
import type { Layout } from "@furu/core/columns/layout";
import type { ActiveRow } from "@/hooks/use-active-row";
import type { useGridPress } from "@/hooks/use-grid-press";
import type { Grouping } from "@/hooks/use-sections";
import type { TableRows } from "@/hooks/use-table-rows";
import type { useVirtualRows } from "@/hooks/use-virtual-rows";

interface GridLinesProps {
  readonly lines: ReturnType<typeof useVirtualRows>;
  readonly rows: TableRows;
  readonly layout: Layout;
  readonly narrow: boolean;
  readonly rowHeight: number;
  readonly active: ActiveRow;
  readonly grouping: Grouping;
  readonly press: ReturnType<typeof useGridPress>;
  readonly by: string;
  readonly has: (id: string) => boolean;
}

/** The lines in view: rows, groups, and places of rows that are on the way. */
export function GridLines(props: GridLinesProps) {
  const { lines, rows, layout, narrow, rowHeight, active, grouping, press, by, has } = props;
  return (
    <div role="rowgroup" className="relative" style={{ height: lines.height }} onClick={press.click}>
      {lines.items.map(({ index, start: top }) => {
        const place = { index, top, height: rowHeight, layout };
        const line = rows.at(index);
        if (line.kind === "waiting") {
          return <WaitingRow key={`waiting ${String(index)}`} {...place} />;
        }
        if (line.kind === "head") {
          const { key } = line.section;
          return (
            <GroupLine
              key={`group ${key}`}
              id={rowId(key)}
              {...place}
              by={by}
              group={line.group}
              open={grouping.isOpen(key)}
              active={active.index === index}
            />
          );
        }
        const isActive = active.index === index;
        return (
          <GridRow
            // By place, not by experiment: another answer changes the rows that are there, which is faster.
            key={`row ${String(index)}`}
            {...place}
            row={line.row}
            narrow={narrow}
            active={isActive}
            activePath={isActive ? active.path : null}
            selected={has(line.row.experiment.id)}
            grouped={by !== ""}
          />
        );
      })}
    </div>
  );
}

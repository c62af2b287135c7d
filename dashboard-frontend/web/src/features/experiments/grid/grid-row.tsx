import { Cell } from "./cells";
import { cn } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";
import type { Experiment } from "@furu/core/api/schema.gen";
import type { Column } from "@furu/core/columns";
import type { CSSProperties, MouseEvent } from "react";

interface Place {
  readonly top: number;
  readonly height: number;
  readonly template: string;
}

interface GridRowProps {
  readonly domId: string;
  readonly number: number;
  readonly experiment: Experiment;
  readonly columns: readonly Column[];
  readonly place: Place;
  readonly narrow: boolean;
  readonly active: boolean;
  readonly open: () => void;
}

const ROW = "absolute inset-x-0 grid items-center border-b px-2";

/** One experiment. The whole row opens it; its class is a true link, for new tabs and for copying. */
export function GridRow({ domId, number, experiment, columns, place, narrow, active, open }: GridRowProps) {
  const click = (event: MouseEvent<HTMLElement>) => {
    const onControl = event.target instanceof Element && event.target.closest("a, button") !== null;
    const selecting = window.getSelection()?.isCollapsed === false;
    if (!onControl && !selecting) {
      open();
    }
  };
  return (
    // The keys of the grid open the active row, so the row itself needs no key handler.
    <div
      id={domId}
      role="row"
      aria-rowindex={number}
      aria-selected={active}
      onClick={click}
      className={cn(
        ROW,
        "cursor-default hover:bg-accent",
        active && "bg-selected shadow-[inset_2px_0_0_var(--primary)] hover:bg-selected",
      )}
      style={placed(place)}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={cn("flex min-w-0 items-center px-2", column.align === "end" && "justify-end")}
        >
          <Cell id={column.id} experiment={experiment} narrow={narrow} />
        </div>
      ))}
    </div>
  );
}

/** The place of a row whose page is on the way. */
export function WaitingRow({ place, columns }: { place: Place; columns: readonly Column[] }) {
  return (
    <div aria-hidden className={ROW} style={placed(place)}>
      {columns.map(({ id, align, grow }) => (
        <div key={id} className={cn("flex px-2", align === "end" && "justify-end")}>
          <Skeleton className={grow > 0 ? "w-3/5" : "w-12"} />
        </div>
      ))}
    </div>
  );
}

function placed({ top, height, template }: Place): CSSProperties {
  return { height, transform: `translateY(${String(top)}px)`, gridTemplateColumns: template };
}

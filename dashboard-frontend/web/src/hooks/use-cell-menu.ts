import { valueIn } from "@furu/core/columns/values";
import { useState } from "react";
import type { Layout } from "@furu/core/columns/layout";
import type { Kind } from "@furu/core/columns/known";
import type { TableRow } from "@furu/core/columns/values";

/** A cell whose menu is open, and where on the screen it is. */
export interface OpenCell {
  readonly id: string;
  readonly path: string;
  readonly value: unknown;
  readonly kind: Kind;
  /** Whether it is a column; a leaf that a summary names can become one. */
  readonly shown: boolean;
  readonly rect: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

/** The one menu of the table's cells. */
export function useCellMenu(layout: Layout) {
  const [cell, setCell] = useState<OpenCell | null>(null);
  const open = (row: TableRow, path: string, element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const column = layout.columns.find((one) => one.path === path);
    const value = valueIn(row, path);
    setCell({
      id: row.experiment.id,
      path,
      value,
      kind: column?.kind ?? (typeof value === "number" ? "number" : "mixed"),
      shown: column !== undefined,
      rect: { left, top, width, height },
    });
  };
  return { cell, open, close: () => setCell(null) };
}

import { writeColumns } from "@furu/core/columns/choice";
import { isFitted, rowsRequest, shownColumns } from "@furu/core/columns/view";
import { useSyncExternalStore } from "react";
import { stored } from "./stored";
import type { RowsRequest } from "@furu/core/api/queries";
import type { ColumnChoice } from "@furu/core/columns/choice";
import type { ExperimentsSearch } from "@furu/core/search";

const preference = stored("furu.columns");

/** What the server is asked for rows of a view, for loaders too. */
export function rowsOf(search: ExperimentsSearch): RowsRequest {
  return rowsRequest(search, preference.read() ?? "");
}

export interface Columns {
  readonly choices: readonly ColumnChoice[];
  /** Whether the width of the table decides. */
  readonly fitted: boolean;
  readonly choose: (choices: readonly ColumnChoice[]) => void;
  /** Back to what is shown when a view says nothing of columns. */
  readonly reset: () => void;
  /** Make what is shown that. */
  readonly prefer: () => void;
  /** Forget it: the width of the table decides again. */
  readonly forget: () => void;
  readonly isPreferred: boolean;
}

/** The columns of a view, and the ways to change them. */
export function useColumns(
  search: ExperimentsSearch,
  change: (part: Partial<ExperimentsSearch>) => void,
  width: number,
): Columns {
  const preferred = useSyncExternalStore(preference.subscribe, () => preference.read() ?? "");
  const choices = shownColumns(search, preferred, width);
  return {
    choices,
    fitted: isFitted(search, preferred),
    choose: (next) => change({ columns: writeColumns(next) }),
    reset: () => change({ columns: "" }),
    prefer: () => {
      preference.write(writeColumns(choices));
      change({ columns: "" });
    },
    forget: () => {
      preference.write("");
      change({ columns: "" });
    },
    isPreferred: preferred !== "",
  };
}

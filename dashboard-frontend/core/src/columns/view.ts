import { DEFAULT_SORT } from "../search";
import { firstColumns, readColumns, writeColumns } from "./choice";
import { writeNames } from "./names";
import { askedColumns, needsLeaves } from "./values";
import type { ColumnChoice } from "./choice";
import type { RowsRequest } from "../api/queries";
import type { ExperimentsSearch } from "../search";

/** The columns that a view shows: those of its URL, else those that this person prefers, else those that fit. */
export function shownColumns(
  { columns }: Pick<ExperimentsSearch, "columns">,
  preferred: string,
  width: number,
): readonly ColumnChoice[] {
  const own = readColumns(columns);
  const choices = own.length > 0 ? own : readColumns(preferred);
  return choices.length > 0 ? choices : firstColumns(width);
}

/** Whether the table decides by its width what it shows. */
export function isFitted({ columns }: Pick<ExperimentsSearch, "columns">, preferred: string): boolean {
  return readColumns(columns).length === 0 && readColumns(preferred).length === 0;
}

/** What the server is asked for rows of a view; what only this screen decides is no part of it. */
export function rowsRequest(search: ExperimentsSearch, preferred: string): RowsRequest {
  const fitted = isFitted(search, preferred);
  const paths = shownColumns(search, preferred, Number.POSITIVE_INFINITY).map(({ path }) => path);
  return {
    q: search.q,
    sort: search.sort === "" ? DEFAULT_SORT : search.sort,
    columns: fitted ? "" : writeNames(askedColumns(paths)),
    leaves: fitted || needsLeaves(paths),
  };
}

/** The same view with other columns. */
export function withColumns(choices: readonly ColumnChoice[]): Pick<ExperimentsSearch, "columns"> {
  return { columns: writeColumns(choices) };
}

import { ROWS_SHOWN } from "@furu/core/api/file-queries";
import { problemOf } from "@furu/core/api/problem";
import { formatCount } from "@furu/core/format/number";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ColumnHead } from "./column-head";
import { Pager } from "./pager";
import { SectionNote } from "@/components/section";
import { SkeletonLines } from "@/components/skeleton-lines";
import { cn } from "@/components/ui/class-names";
import { fileQueries } from "@/hooks/file-queries";
import type { Held, TableRequest } from "@furu/core/api/file-queries";
import type { TablePage } from "@furu/core/api/schema.gen";

/** A table or an array: a page of its rows, sorted and filtered by the server. */
export function TableView({ held, path }: { held: Held; path: string }) {
  const [asked, setAsked] = useState<TableRequest>({ path, offset: 0, sort: "", filters: [], member: null });
  const { data, error, isPlaceholderData } = useQuery({
    ...fileQueries.table(held, asked),
    placeholderData: keepPreviousData,
  });
  if (data === undefined && error === null) {
    return <SkeletonLines />;
  }
  const change = (part: Partial<TableRequest>) => setAsked({ ...asked, offset: 0, ...part });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {data !== undefined && <TableFacts page={data} asked={asked} change={change} />}
      {error !== null && (
        <p role="alert" className="shrink-0 border-b px-4 py-1 text-destructive">
          {problemOf(error).detail}
        </p>
      )}
      {data !== undefined && data.columns.length > 0 && (
        <Grid page={data} asked={asked} change={change} fading={isPlaceholderData} />
      )}
      {data?.columns.length === 0 && <SectionNote>There are no rows to show.</SectionNote>}
      {(data?.total ?? 0) > ROWS_SHOWN && (
        <Pager offset={asked.offset} total={data?.total ?? 0} go={(offset) => change({ offset })} />
      )}
    </div>
  );
}

interface PartProps {
  readonly page: TablePage;
  readonly asked: TableRequest;
  readonly change: (part: Partial<TableRequest>) => void;
}

/** What the table is, how many rows match, and what is left out. */
function TableFacts({ page, asked, change }: PartProps) {
  const { total, rows_in_file, about, members, member, note } = page;
  return (
    <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-1 text-muted-foreground">
      {members.length > 1 && (
        <label className="flex items-center gap-2">
          Array
          <select
            value={member ?? ""}
            onChange={(event) => change({ member: event.target.value, sort: "", filters: [] })}
            className="h-6 rounded-md border border-input bg-background px-1 font-mono text-xs text-foreground"
          >
            {members.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {about !== null && <span className="font-mono text-xs text-foreground">{about}</span>}
      <span className="tabular" role="status">
        {asked.filters.length > 0
          ? `${formatCount(total)} of ${formatCount(rows_in_file)} rows match`
          : `${formatCount(rows_in_file)} ${rows_in_file === 1 ? "row" : "rows"}`}
      </span>
      {note !== null && <span role="note">{note}</span>}
    </div>
  );
}

function Grid({ page, asked, change, fading }: PartProps & { fading: boolean }) {
  const sortable = page.about === null;
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={`Rows of ${asked.path}`}
      className={cn("min-h-0 flex-1 overflow-auto", fading && "opacity-60")}
    >
      <table className="border-separate border-spacing-0 font-mono text-xs">
        <thead className="sticky top-0 z-10 bg-background">
          <tr>
            <th scope="col" className="border-b px-3 text-right font-normal text-faint-foreground">
              <span className="sr-only">Row</span>
            </th>
            {page.columns.map((column) => (
              <ColumnHead
                key={column.name}
                column={column}
                asked={asked}
                change={change}
                sortable={sortable}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row, place) => (
            <tr key={place} className="hover:bg-accent">
              <td className="h-6 px-3 text-right text-faint-foreground tabular">{page.offset + place}</td>
              {row.map((value, index) => (
                <td
                  key={index}
                  title={typeof value === "string" && value.length > 40 ? value : undefined}
                  className={cn(
                    "h-6 max-w-96 truncate px-3 tabular",
                    page.columns[index]?.kind === "number" && "text-right",
                    value === null && "text-faint-foreground",
                  )}
                >
                  {textOf(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) {
    return "null";
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

import { COLUMNS_SHOWN } from "@furu/core/api/queries";
import { knownColumn } from "@furu/core/columns/known";
import { formatCount } from "@furu/core/format/number";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check } from "lucide-react";
import { useState } from "react";
import { queries } from "@/hooks/queries";
import type { Column } from "@furu/core/api/schema.gen";
import type { ReactNode } from "react";

interface FieldListProps {
  readonly label: string;
  /** The query whose experiments' fields are listed. */
  readonly q: string;
  readonly chosen: ReadonlySet<string>;
  readonly pick: (path: string) => void;
  readonly children?: ReactNode;
}

const SOURCES: readonly (readonly [source: Column["source"], heading: string])[] = [
  ["config", "Config"],
  ["result", "Result"],
  ["common", "Every experiment"],
];

/** Fields and leaves that the matching experiments have, with how many have each; searched by the server. */
export function FieldList({ label, q, chosen, pick, children }: FieldListProps) {
  const [search, setSearch] = useState("");
  const { data, isPending } = useQuery({ ...queries.columns(q, search), placeholderData: keepPreviousData });
  return (
    <Command shouldFilter={false} label={label} className="flex min-h-0 flex-1 flex-col">
      <Command.Input
        autoFocus
        value={search}
        onValueChange={setSearch}
        placeholder={label}
        className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none placeholder:text-faint-foreground"
      />
      {search === "" && children}
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
        {!isPending && (
          <Command.Empty className="px-3 py-6 text-center text-muted-foreground">
            No field is called that.
          </Command.Empty>
        )}
        {SOURCES.map(([source, heading]) => {
          const items = data?.items.filter((column) => column.source === source) ?? [];
          return (
            items.length > 0 && (
              <Command.Group
                key={source}
                heading={heading}
                className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground"
              >
                {items.map((column) => (
                  <FieldItem
                    key={column.path}
                    column={column}
                    total={data?.total ?? 0}
                    chosen={chosen.has(column.path)}
                    pick={pick}
                  />
                ))}
              </Command.Group>
            )
          );
        })}
        {data !== undefined && data.distinct > data.items.length && (
          <p className="px-2 py-1.5 text-xs text-muted-foreground">
            {formatCount(data.distinct - Math.min(data.distinct, COLUMNS_SHOWN))} more: search for them.
          </p>
        )}
      </Command.List>
    </Command>
  );
}

interface FieldItemProps extends Pick<FieldListProps, "pick"> {
  readonly column: Column;
  readonly total: number;
  readonly chosen: boolean;
}

function FieldItem({ column, total, chosen, pick }: FieldItemProps) {
  const { path, source, kind, about, present, distinct, distinct_capped, varies } = column;
  const values = `${formatCount(distinct)}${distinct_capped ? "+" : ""}`;
  return (
    <Command.Item
      value={path}
      onSelect={() => pick(path)}
      title={about === "" ? path : about}
      className="flex h-7 cursor-default items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-accent"
    >
      <span className="flex size-4 shrink-0 items-center justify-center">
        {chosen && <Check role="img" aria-label="shown" className="size-4" />}
      </span>
      <span className="min-w-0 truncate">
        {source === "common" ? knownColumn(path).label : path.slice(7)}
      </span>
      <span className="shrink-0 text-xs text-muted-foreground">{kind}</span>
      <span className="ml-auto shrink-0 text-xs text-muted-foreground tabular">
        {varies ? `${values} ${distinct === 1 ? "value" : "values"}` : "all the same"}
      </span>
      <span className="w-12 shrink-0 text-right text-xs text-muted-foreground tabular" title="have it">
        {present === total ? "all" : formatCount(present)}
      </span>
    </Command.Item>
  );
}

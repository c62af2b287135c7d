import { formatCount } from "@furu/core/format/number";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useState } from "react";
import { KindIcon } from "./kind-icon";
import { useFields } from "./use-fields";
import type { Column } from "@furu/core/api/schema.gen";

interface FieldStepProps {
  readonly rest: string;
  readonly pick: (column: Column) => void;
  readonly search: (words: string) => void;
}

const GROUPS = [
  { source: "config", heading: "Config" },
  { source: "result", heading: "Result" },
  { source: "common", heading: "Every experiment" },
] as const;

/** Which field: those that the rest of the query leaves, with how many experiments have each. */
export function FieldStep({ rest, pick, search }: FieldStepProps) {
  const [typed, setTyped] = useState("");
  const text = typed.trim();
  const columns = useNamed(rest, text);
  const groups =
    text === ""
      ? GROUPS.map(({ source, heading }) => ({
          heading,
          items: columns.filter((column) => column.source === source),
        }))
      : [
          {
            heading: "Fields",
            items: [...columns].sort((one, other) => rank(one, text) - rank(other, text)),
          },
        ];
  return (
    <Command shouldFilter={false} label="Field" className="flex min-h-0 flex-col">
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={setTyped}
        placeholder="A field, or a word to search for"
        className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none placeholder:text-faint-foreground"
      />
      <Command.List label="Fields" className="max-h-80 min-h-0 flex-1 overflow-y-auto p-1">
        {groups.map(
          ({ heading, items }) =>
            items.length > 0 && (
              <Command.Group key={heading} heading={heading} className={GROUP}>
                {items.map((column) => (
                  <FieldItem key={column.path} column={column} pick={pick} />
                ))}
              </Command.Group>
            ),
        )}
        {text !== "" && (
          <Command.Item value="search for words" onSelect={() => search(text)} className={ITEM}>
            <Search aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
            <span className="truncate">
              Search names and tags for <span className="font-medium">{text}</span>
            </span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}

/** The fields whose names contain a text; what is known from before bridges the time until the server says. */
function useNamed(rest: string, text: string): readonly Column[] {
  const { data, isPlaceholderData } = useFields(rest, text);
  const there = data?.items.filter(({ present }) => present > 0) ?? [];
  return isPlaceholderData
    ? there.filter(({ path }) => path.toLowerCase().includes(text.toLowerCase()))
    : there;
}

/** Names that begin with what is typed come first, the same name before all. */
function rank({ name }: Column, text: string): number {
  const [one, other] = [name.toLowerCase(), text.toLowerCase()];
  return one === other
    ? 0
    : one.startsWith(other)
      ? 1
      : one.split(".").at(-1)?.startsWith(other) === true
        ? 2
        : 3;
}

function FieldItem({ column, pick }: { column: Column; pick: (column: Column) => void }) {
  const { path, name, kind, about, present } = column;
  return (
    <Command.Item value={path} onSelect={() => pick(column)} className={ITEM}>
      <KindIcon kind={kind} />
      <span className="max-w-[60%] shrink-0 truncate">{name}</span>
      <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground">
        {about === "" ? longer(path, name) : about}
      </span>
      <span className="text-xs text-muted-foreground tabular">{formatCount(present)}</span>
    </Command.Item>
  );
}

/** The rest of a path that its short name leaves out. */
function longer(path: string, name: string): string {
  const inner = path.replace(/^(config|result)\./, "");
  return inner === name || path === name ? "" : inner;
}

const GROUP =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground";

export const ITEM =
  "flex h-7 cursor-default items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-accent";

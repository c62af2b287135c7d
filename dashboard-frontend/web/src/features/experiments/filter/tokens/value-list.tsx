import { formatCount } from "@furu/core/format/number";
import { isState } from "@furu/core/states";
import { Command } from "cmdk";
import { Check } from "lucide-react";
import { useState } from "react";
import { ITEM } from "./field-step";
import { StateIcon } from "@/components/state-icon";
import { cn } from "@/components/ui/class-names";
import type { Column, ValueCount } from "@furu/core/api/schema.gen";

interface ValueListProps {
  readonly column: Column;
  readonly chosen: readonly string[];
  readonly choose: (values: readonly string[]) => void;
}

/** With fewer values nobody needs to search. */
const SEARCHED = 8;

/** The few values of a field with their counts; each is taken or left at once. */
export function ValueList({ column, chosen, choose }: ValueListProps) {
  const [text, setText] = useState("");
  const values = column.top.map((value) => ({ ...value, raw: rawText(value) }));
  const absent = chosen.filter((one) => !values.some(({ raw }) => raw === one));
  const shown = [...absent.map((raw) => ({ raw, count: 0 })), ...values].filter(({ raw }) =>
    raw.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const toggle = (raw: string) =>
    choose(chosen.includes(raw) ? chosen.filter((one) => one !== raw) : [...chosen, raw]);
  return (
    <Command shouldFilter={false} label={`Values of ${column.name}`} className="flex min-h-0 flex-col">
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Find a value"
        className={cn(
          "h-8 shrink-0 border-b bg-transparent px-3 text-sm outline-none placeholder:text-faint-foreground",
          values.length <= SEARCHED && "sr-only",
        )}
      />
      <Command.List
        label={`Values of ${column.name}`}
        className="max-h-72 min-h-0 flex-1 overflow-y-auto p-1"
      >
        <Command.Empty className="px-2 py-3 text-muted-foreground">No such value.</Command.Empty>
        {shown.map(({ raw, count }) => (
          <Command.Item
            key={raw}
            value={`value ${raw}`}
            onSelect={() => toggle(raw)}
            aria-checked={chosen.includes(raw)}
            className={ITEM}
          >
            <span
              aria-hidden
              className={cn(
                "grid size-3.5 shrink-0 place-items-center rounded-[3px] border border-border-strong [&_svg]:size-3",
                chosen.includes(raw) && "border-primary bg-primary text-primary-foreground",
              )}
            >
              {chosen.includes(raw) && <Check strokeWidth={3} />}
            </span>
            {column.kind === "state" && isState(raw) && <StateIcon state={raw} />}
            <span className="min-w-0 flex-1 truncate" title={raw}>
              {raw === "" ? "“”" : raw}
            </span>
            <span className="text-xs text-muted-foreground tabular">{formatCount(count)}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

/** A value as it is, without the quotes that a query may need around it. */
export function rawText({ value, text }: ValueCount): string {
  return typeof value === "string" ? value : text;
}

import { formatBytes } from "@furu/core/format/bytes";
import { formatDuration } from "@furu/core/format/duration";
import { formatCount, formatNumber } from "@furu/core/format/number";
import { exampleOf } from "@furu/core/query/operators";
import { useState } from "react";
import { rawText } from "./value-list";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { Column } from "@furu/core/api/schema.gen";
import type { SyntheticEvent } from "react";

interface ValueInputProps {
  readonly column: Column;
  readonly operator: string;
  readonly values: readonly string[];
  readonly commit: (values: readonly string[]) => void;
}

/** Frequent values beside an empty field, to begin with. */
const OFFERED = 8;
const DIGITS = 5;

/** A value in one's own words: a number, a time, a duration, a size or a text. */
export function ValueInput({ column, operator, values, commit }: ValueInputProps) {
  const [first, setFirst] = useState(values[0] ?? "");
  const [second, setSecond] = useState(values[1] ?? "");
  const between = operator === "between";
  const complete = first.trim() !== "" || (between && second.trim() !== "");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (complete) {
      commit(between ? [first.trim(), second.trim()] : operator === "in" ? listed(first) : [first.trim()]);
    }
  };
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <div className="flex items-center gap-1.5 p-2">
        <Input
          autoFocus
          aria-label={between ? "From" : "Value"}
          placeholder={between ? "from" : operator === "in" ? "one, another" : exampleOf(column.kind)}
          value={first}
          onChange={(event) => setFirst(event.target.value)}
          spellCheck={false}
          autoComplete="off"
        />
        {between && (
          <Input
            aria-label="Up to"
            placeholder="up to"
            value={second}
            onChange={(event) => setSecond(event.target.value)}
            spellCheck={false}
            autoComplete="off"
          />
        )}
        <Button type="submit" disabled={!complete}>
          Apply
        </Button>
      </div>
      <Ends column={column} />
      {!between && operator !== "in" && (
        <Offered column={column} pick={(raw) => commit([raw])} text={first} />
      )}
    </form>
  );
}

/** Between which values the field's lie. */
function Ends({ column: { low, high, kind } }: { column: Column }) {
  if (low === null || high === null || kind === "text") {
    return null;
  }
  return (
    <p className="truncate px-3 pb-2 text-xs text-muted-foreground tabular">
      {`Values lie from ${amount(low, kind)} to ${amount(high, kind)}.`}
    </p>
  );
}

function Offered({ column, text, pick }: { column: Column; text: string; pick: (raw: string) => void }) {
  const offered = column.top
    .filter((value) => rawText(value).toLowerCase().includes(text.trim().toLowerCase()))
    .slice(0, OFFERED);
  if (offered.length === 0 || column.kind === "time") {
    return null;
  }
  return (
    <ul aria-label="Frequent values" className="min-h-0 overflow-y-auto border-t p-1">
      {offered.map((value) => (
        <li key={value.text}>
          <button
            type="button"
            onClick={() => pick(rawText(value))}
            className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-accent focus-visible:bg-accent"
          >
            <span className="min-w-0 flex-1 truncate">{rawText(value)}</span>
            <span className="text-xs text-muted-foreground tabular">{formatCount(value.count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function amount(value: number | string, kind: Column["kind"]): string {
  if (typeof value === "string") {
    return kind === "time" ? value.slice(0, "2026-11-01".length) : value;
  }
  return kind === "seconds"
    ? formatDuration(value)
    : kind === "bytes"
      ? formatBytes(value)
      : formatNumber(value, DIGITS);
}

function listed(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

import { formatCount } from "@furu/core/format/number";
import { ChevronDown, ChevronUp, CircleAlert } from "lucide-react";
import { Hint } from "@/components/hint";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import type { LogFound } from "@/hooks/use-log-search";
import type { Ref } from "react";

interface LogSearchProps {
  readonly text: string | null;
  readonly found: LogFound;
  readonly searching: boolean;
  readonly begin: (text: string | null) => void;
  readonly step: (by: 1 | -1) => void;
  readonly nextError: () => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** Finds lines on the server, in the whole file; an empty text stands for errors. */
export function LogSearch({ text, found, searching, begin, step, nextError, ref }: LogSearchProps) {
  return (
    <div className="flex min-w-0 items-center gap-1">
      <SearchInput
        ref={ref}
        label="Find in this log"
        placeholder="Find"
        value={text ?? ""}
        commit={(next) => {
          if (next !== (text ?? "")) {
            begin(next === "" ? null : next);
          }
        }}
        className="w-40 lg:w-56"
      />
      <Hint text="Next error">
        <Button
          variant="ghost"
          size="icon"
          aria-label="Next error"
          aria-pressed={text === ""}
          onClick={nextError}
        >
          <CircleAlert aria-hidden />
        </Button>
      </Hint>
      {text !== null && (
        <>
          <Button variant="ghost" size="icon" aria-label="Previous line found" onClick={() => step(-1)}>
            <ChevronUp aria-hidden />
          </Button>
          <Button variant="ghost" size="icon" aria-label="Next line found" onClick={() => step(1)}>
            <ChevronDown aria-hidden />
          </Button>
        </>
      )}
      <span role="status" className="text-xs whitespace-nowrap text-muted-foreground tabular">
        {text !== null && words(found, searching, text === "" ? "error" : "line")}
      </span>
    </div>
  );
}

function words({ items, next, size, place }: LogFound, searching: boolean, what: string): string {
  if (items.length === 0) {
    return searching
      ? next === null
        ? "searching…"
        : `searched ${String(Math.round((100 * next) / Math.max(1, size)))} %`
      : `no ${what}`;
  }
  return `${formatCount(place + 1)} of ${formatCount(items.length)}${next === null ? "" : "+"}`;
}

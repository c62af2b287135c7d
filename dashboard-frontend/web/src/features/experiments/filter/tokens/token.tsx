import { describeClause, tokenOf } from "@furu/core/query/token";
import { X } from "lucide-react";
import { lazy, Suspense } from "react";
import { Waiting } from "./waiting";
import { cn } from "@/components/ui/class-names";
import { Popover, PopoverAnchor, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { QueryClause } from "@furu/core/api/schema.gen";
import type { KeyboardEvent } from "react";

const ConditionEditor = lazy(() =>
  import("./condition-editor").then(({ ConditionEditor: component }) => ({ default: component })),
);

interface TokenProps {
  readonly clause: QueryClause;
  /** The query without this clause: what its values are counted in. */
  readonly rest: string;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  /** Null takes it away. */
  readonly change: (clause: QueryClause | null) => void;
  readonly turn: () => void;
  readonly write: () => void;
}

const BOX =
  "inline-flex h-[22px] max-w-full min-w-0 items-stretch overflow-hidden rounded-sm bg-secondary text-secondary-foreground";

/** One clause: field, operator and value. Pressed, it opens; a group opens as text. */
export function Token({ clause, rest, open, setOpen, change, turn, write }: TokenProps) {
  const asText = clause.kind === "group" || clause.kind === "call" || clause.kind === "word";
  const words = describeClause(clause);
  const press = ({ key }: KeyboardEvent) => {
    if (key === "Delete" || key === "Backspace") {
      change(null);
    }
  };
  return (
    <li className="flex max-w-full min-w-0">
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverAnchor asChild>
          <span className={cn(BOX, open && "bg-selected")}>
            <PopoverTrigger asChild>
              <button
                type="button"
                aria-label={`${words}, edit`}
                title={clause.text}
                onKeyDown={press}
                onClick={(event) => {
                  if (asText) {
                    event.preventDefault();
                    write();
                  }
                }}
                className="flex min-w-0 items-center gap-1.5 rounded-sm pr-1 pl-1.5 hover:bg-accent"
              >
                <TokenText clause={clause} />
              </button>
            </PopoverTrigger>
            <button
              type="button"
              aria-label={`Remove ${words}`}
              onClick={() => change(null)}
              className="grid w-5 shrink-0 place-items-center rounded-sm text-faint-foreground hover:bg-accent hover:text-foreground"
            >
              <X aria-hidden className="size-3" />
            </button>
          </span>
        </PopoverAnchor>
        <PopoverContent aria-label={`Edit ${words}`}>
          <Suspense fallback={<Waiting />}>
            <ConditionEditor
              clause={clause}
              rest={rest}
              change={change}
              close={() => setOpen(false)}
              turn={turn}
              write={write}
            />
          </Suspense>
        </PopoverContent>
      </Popover>
    </li>
  );
}

/** What a token shows: the field, how it is asked, and the value, which is what the eye looks for. */
function TokenText({ clause }: { clause: QueryClause }) {
  const { not, field, sign, values } = tokenOf(clause);
  return (
    <>
      {not && <span className="text-destructive">not </span>}
      {field !== null && <span className="shrink-0 text-muted-foreground">{`${field} `}</span>}
      {sign !== null && <span className="shrink-0 text-muted-foreground">{`${sign} `}</span>}
      {values !== "" && (
        <span
          className={cn("min-w-0 truncate font-medium", clause.kind === "group" && "font-mono font-normal")}
        >
          {values}
        </span>
      )}
    </>
  );
}

import { knownColumn } from "@furu/core/columns/known";
import { formatCount } from "@furu/core/format/number";
import { isState, stateRow } from "@furu/core/states";
import { Check, ChevronRight, CircleMinus } from "lucide-react";
import { useState } from "react";
import { StateIcon } from "@/components/state-icon";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Input } from "@/components/ui/input";
import type { Facet, ValueCount } from "@furu/core/api/schema.gen";
import type { MouseEvent } from "react";

interface FacetListProps {
  readonly facet: Facet;
  readonly chosen: readonly string[];
  readonly toggle: (value: string) => void;
  readonly exclude: (value: string) => void;
}

const SHOWN = 8;
const LABELS: Readonly<Record<string, string>> = {
  isa: "Is a",
  versioned: "Version-controlled",
  dirty: "Dirty repository",
  collection: "Collection",
};

/** One field with its most frequent values; those that are chosen stay in sight. */
export function FacetList({ facet, chosen, toggle, exclude }: FacetListProps) {
  const [open, setOpen] = useState(true);
  const [all, setAll] = useState(false);
  const [text, setText] = useState("");
  const label = LABELS[facet.field] ?? knownColumn(facet.field).label;
  const found = facet.values.filter((one) => nameOf(one).toLowerCase().includes(text.toLowerCase()));
  const shown = all
    ? found
    : found.filter((one, place) => place < SHOWN || chosen.includes(String(one.value)));
  const hidden = facet.distinct - shown.length;
  return (
    <section aria-label={label} className="border-b">
      <FacetHead label={label} open={open} chosen={chosen.length} toggle={() => setOpen(!open)} />
      {open && (
        <div className="pb-1.5">
          {all && (
            <div className="px-2 pb-1">
              <Input
                aria-label={`Search ${label}`}
                placeholder="Search"
                value={text}
                onChange={(event) => setText(event.target.value)}
                className="h-6"
              />
            </div>
          )}
          <ul aria-label={label}>
            {shown.map((one) => (
              <FacetValue
                key={one.text}
                one={one}
                chosen={chosen.includes(String(one.value))}
                toggle={() => toggle(String(one.value))}
                exclude={() => exclude(String(one.value))}
              />
            ))}
          </ul>
          {(hidden > 0 || all) && facet.values.length > SHOWN && (
            <Button variant="link" size="sm" className="ml-6" onClick={() => setAll(!all)}>
              {all ? "Fewer" : `${formatCount(hidden)} more`}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

interface FacetHeadProps {
  readonly label: string;
  readonly open: boolean;
  readonly chosen: number;
  readonly toggle: () => void;
}

function FacetHead({ label, open, chosen, toggle }: FacetHeadProps) {
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={toggle}
      className="flex h-8 w-full items-center gap-1 px-2 font-medium focus-visible:-outline-offset-2"
    >
      <ChevronRight
        aria-hidden
        className={cn(
          "size-3.5 text-faint-foreground transition-transform duration-100",
          open && "rotate-90",
        )}
      />
      <span className="flex-1 truncate text-left">{label}</span>
      {chosen > 0 && <span className="text-xs text-primary tabular">{chosen} chosen</span>}
    </button>
  );
}

interface FacetValueProps {
  readonly one: ValueCount;
  readonly chosen: boolean;
  readonly toggle: () => void;
  readonly exclude: () => void;
}

function FacetValue({ one, chosen, toggle, exclude }: FacetValueProps) {
  const name = nameOf(one);
  const press = (event: MouseEvent) => (event.altKey ? exclude() : toggle());
  return (
    <li className="group/value relative flex h-7 items-center hover:bg-accent">
      <button
        type="button"
        aria-pressed={chosen}
        title={`${name}; with alt: exclude`}
        onClick={press}
        className={cn(
          "flex h-7 min-w-0 flex-1 items-center gap-2 pr-3 pl-2.5 text-left focus-visible:-outline-offset-2",
          chosen && "bg-selected font-medium",
        )}
      >
        <span
          aria-hidden
          className={cn(
            "flex size-3.5 shrink-0 items-center justify-center rounded-[3px] border border-border-strong bg-background text-primary-foreground",
            chosen && "border-primary bg-primary",
          )}
        >
          {chosen && <Check className="size-3" strokeWidth={3} />}
        </span>
        {isState(one.value) && <StateIcon state={one.value} className="size-3.5" />}
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <span className="text-xs text-muted-foreground tabular group-focus-within/value:mr-6 group-hover/value:mr-6">
          {formatCount(one.count)}
        </span>
      </button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Exclude ${name}`}
        onClick={exclude}
        className="absolute right-1.5 opacity-0 group-hover/value:opacity-100 focus-visible:opacity-100"
      >
        <CircleMinus aria-hidden />
      </Button>
    </li>
  );
}

function nameOf({ value }: ValueCount): string {
  if (isState(value)) {
    return stateRow(value).label;
  }
  return value === true ? "Yes" : value === false ? "No" : String(value);
}

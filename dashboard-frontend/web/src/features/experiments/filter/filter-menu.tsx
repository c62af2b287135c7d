import { formatCount } from "@furu/core/format/number";
import { ChevronDown, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ReactNode } from "react";

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count: number;
  readonly title?: string;
  readonly icon?: ReactNode;
}

interface FilterMenuProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly chosen: readonly T[];
  readonly toggle: (value: T) => void;
  readonly clear: () => void;
}

const NAMED = 2;

/** A button that opens a list of values to choose from; it names what is chosen. */
export function FilterMenu<T extends string>({ label, choices, chosen, toggle, clear }: FilterMenuProps<T>) {
  const active = chosen.length > 0;
  return (
    <span className="inline-flex min-w-0">
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="outline"
            className={cn(
              "min-w-0 font-normal",
              active && "rounded-r-none border-r-0 bg-selected hover:bg-selected",
            )}
          >
            <span className="text-muted-foreground">{label}</span>
            <Chosen choices={choices} chosen={chosen} />
            {!active && <ChevronDown aria-hidden className="text-faint-foreground" />}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start">
          {choices.map(({ value, label: name, count, title, icon }) => (
            <DropdownMenuCheckboxItem
              key={value}
              checked={chosen.includes(value)}
              onCheckedChange={() => toggle(value)}
              onSelect={(event) => event.preventDefault()}
              title={title}
            >
              {icon}
              <span className="flex-1 truncate pr-4">{name}</span>
              <span
                className={cn("tabular", count === 0 ? "text-faint-foreground" : "text-muted-foreground")}
              >
                {formatCount(count)}
              </span>
            </DropdownMenuCheckboxItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      {active && (
        <Button
          variant="outline"
          size="icon"
          aria-label={`Clear ${label.toLowerCase()} filter`}
          className="rounded-l-none border-l-0 bg-selected hover:bg-accent"
          onClick={clear}
        >
          <X aria-hidden />
        </Button>
      )}
    </span>
  );
}

function Chosen<T extends string>({ choices, chosen }: Pick<FilterMenuProps<T>, "choices" | "chosen">) {
  const named = choices.filter(({ value }) => chosen.includes(value));
  if (named.length > NAMED) {
    return <span className="font-medium">{named.length} chosen</span>;
  }
  return named.map(({ value, label, icon }) => (
    <span key={value} className="flex min-w-0 items-center gap-1 font-medium">
      {icon}
      <span className="truncate">{label}</span>
    </span>
  ));
}

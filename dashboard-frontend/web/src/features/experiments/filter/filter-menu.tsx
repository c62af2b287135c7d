import { formatCount } from "@furu/core/format/number";
import { isState } from "@furu/core/states";
import { ChevronDown, X } from "lucide-react";
import { StateIcon } from "@/components/state-icon";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

interface FilterMenuProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** Values as the query says them; a class may be there with its module. */
  readonly chosen: readonly string[];
  readonly choose: (values: readonly string[]) => void;
  readonly onOpen: (open: boolean) => void;
  readonly named: boolean;
}

const NAMED = 2;

/** A button that opens a list of values to choose from; it names what is chosen. */
export function FilterMenu({ label, choices, chosen, choose, onOpen, named }: FilterMenuProps) {
  const active = named && chosen.length > 0;
  const toggle = (value: string) => {
    const rest = chosen.filter((one) => !means(one, value));
    choose(rest.length < chosen.length ? rest : [...chosen, value]);
  };
  return (
    <span className="inline-flex min-w-0">
      <DropdownMenu onOpenChange={onOpen}>
        <DropdownMenuTrigger asChild>
          <Button
            variant="outline"
            className={cn(
              "min-w-0 font-normal",
              active && "rounded-r-none border-r-0 bg-selected hover:bg-selected",
            )}
          >
            <span className="text-muted-foreground">{label}</span>
            {active && <Chosen chosen={chosen} />}
            {!active && <ChevronDown aria-hidden className="text-faint-foreground" />}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start">
          {choices.map(({ value, label: name, count }) => (
            <DropdownMenuCheckboxItem
              key={value}
              checked={chosen.some((one) => means(one, value))}
              onCheckedChange={() => toggle(value)}
              onSelect={(event) => event.preventDefault()}
            >
              {isState(value) && <StateIcon state={value} />}
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
          onClick={() => choose([])}
        >
          <X aria-hidden />
        </Button>
      )}
    </span>
  );
}

function Chosen({ chosen }: { chosen: readonly string[] }) {
  const many = <span className="font-medium">{chosen.length} chosen</span>;
  if (chosen.length > NAMED) {
    return many;
  }
  return (
    <>
      {chosen.map((value) => (
        <span key={value} title={value} className="hidden min-w-0 items-center gap-1 font-medium sm:flex">
          {isState(value) && <StateIcon state={value} />}
          <span className="max-w-32 truncate">{value.split(".").at(-1)}</span>
        </span>
      ))}
      <span className="sm:hidden">{many}</span>
    </>
  );
}

/** Whether a chosen value is this one; a class may be chosen by its whole name. */
function means(chosen: string, value: string): boolean {
  return chosen === value || chosen.endsWith(`.${value}`);
}

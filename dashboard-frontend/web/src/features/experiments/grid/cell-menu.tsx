import { cellText } from "@furu/core/columns/cell";
import { cellConditions } from "@furu/core/columns/conditions";
import { isLeaf, knownColumn } from "@furu/core/columns/known";
import {
  ArrowDown,
  ArrowUp,
  Columns3,
  Copy,
  EyeOff,
  Filter,
  FilterX,
  PanelRight,
  SquareArrowOutUpRight,
} from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useNow } from "@/hooks/use-now";
import type { QueryClause } from "@furu/core/api/schema.gen";
import type { CellCondition } from "@furu/core/columns/conditions";
import type { OpenCell } from "@/hooks/use-cell-menu";
import type { LucideIcon } from "lucide-react";

export interface CellActions {
  readonly filter: (clause: QueryClause) => void;
  readonly sort: (path: string, descending: boolean) => void;
  readonly copy: (text: string) => void;
  readonly hide: (path: string) => void;
  readonly show: (path: string) => void;
  readonly preview: (id: string) => void;
  readonly open: (id: string) => void;
}

interface CellMenuProps {
  readonly cell: OpenCell;
  readonly actions: CellActions;
  readonly close: () => void;
}

const SUMMARIES: ReadonlySet<string> = new Set(["config", "result"]);

/** What can be done with the value of a cell. */
export function CellMenu({ cell, actions, close }: CellMenuProps) {
  const { id, path, value, kind, shown, rect } = cell;
  const summary = SUMMARIES.has(path);
  const text = cellText(value, kind, useNow(60_000));
  const exact = typeof value === "string" ? value : (text?.exact ?? "");
  return (
    <DropdownMenu open onOpenChange={(open) => !open && close()}>
      <DropdownMenuTrigger asChild>
        <span aria-hidden className="pointer-events-none fixed" style={{ ...rect }} />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="start"
        aria-label={`${knownColumn(path).label}: ${text?.text ?? "none"}`}
        className="max-w-80"
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {!summary && (
          <>
            <DropdownMenuLabel className="truncate font-mono">
              {isLeaf(path) ? path : knownColumn(path).label}
            </DropdownMenuLabel>
            {cellConditions(path, value, kind).map((condition) => (
              <ConditionItem key={condition.verb} condition={condition} filter={actions.filter} />
            ))}
            <DropdownMenuSeparator />
            <Item icon={ArrowUp} text="Sort ascending" act={() => actions.sort(path, false)} />
            <Item icon={ArrowDown} text="Sort descending" act={() => actions.sort(path, true)} />
            {exact !== "" && <Item icon={Copy} text="Copy value" act={() => actions.copy(exact)} />}
          </>
        )}
        {shown ? (
          <Item icon={EyeOff} text="Hide column" act={() => actions.hide(path)} />
        ) : (
          <Item icon={Columns3} text="Show as column" act={() => actions.show(path)} />
        )}
        <DropdownMenuSeparator />
        <Item icon={PanelRight} text="Preview" act={() => actions.preview(id)} />
        <Item icon={SquareArrowOutUpRight} text="Open experiment" act={() => actions.open(id)} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function ConditionItem({
  condition: { verb, clause },
  filter,
}: { condition: CellCondition } & Pick<CellActions, "filter">) {
  const Icon = verb === "Without" ? FilterX : Filter;
  return (
    <DropdownMenuItem onSelect={() => filter(clause)}>
      <Icon aria-hidden className="text-muted-foreground" />
      <span className="shrink-0">{verb}</span>
      <span className="truncate font-mono text-xs text-muted-foreground">
        {verb === "Without" && clause.operator === "!=" ? clause.text.replace("!=", ":") : clause.text}
      </span>
    </DropdownMenuItem>
  );
}

function Item({ icon: Icon, text, act }: { icon: LucideIcon; text: string; act: () => void }) {
  return (
    <DropdownMenuItem onSelect={act}>
      <Icon aria-hidden className="text-muted-foreground" />
      {text}
    </DropdownMenuItem>
  );
}

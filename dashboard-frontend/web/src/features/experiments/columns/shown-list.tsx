import { withChanged, withMoved, withPlaced, withToggled } from "@furu/core/columns/choice";
import { isLeaf, knownColumn } from "@furu/core/columns/known";
import { GripVertical, Pin, PinOff, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { useColumnDrop } from "@/hooks/use-column-drop";
import type { ColumnChoice } from "@furu/core/columns/choice";
import type { Columns } from "@/hooks/use-columns";
import type { KeyboardEvent } from "react";

/** The columns that are shown, in their order: drag them, or move them with the arrow keys. */
export function ShownList({ columns: { choices, choose } }: { columns: Columns }) {
  const drop = useColumnDrop((path, target, after) => {
    const rest = choices.filter((one) => one.path !== path);
    choose(withPlaced(choices, path, rest.findIndex((one) => one.path === target) + (after ? 1 : 0)));
  });
  return (
    <ul aria-label="Columns shown" className="max-h-56 shrink-0 overflow-y-auto border-b p-1">
      {choices.map((choice) => (
        <ShownItem
          key={choice.path}
          choice={choice}
          alone={choices.length === 1}
          over={drop.over?.path === choice.path ? drop.over.after : null}
          handlers={drop.handlers(choice.path)}
          move={(places) => choose(withMoved(choices, choice.path, places))}
          pin={() => choose(withChanged(choices, choice.path, { pinned: !choice.pinned }))}
          remove={() => choose(withToggled(choices, choice.path))}
        />
      ))}
    </ul>
  );
}

interface ShownItemProps {
  readonly choice: ColumnChoice;
  readonly alone: boolean;
  readonly over: boolean | null;
  readonly handlers: ReturnType<ReturnType<typeof useColumnDrop>["handlers"]>;
  readonly move: (places: number) => void;
  readonly pin: () => void;
  readonly remove: () => void;
}

function ShownItem({ choice, alone, over, handlers, move, pin, remove }: ShownItemProps) {
  const { path, pinned } = choice;
  const name = isLeaf(path) ? path : knownColumn(path).label;
  const keys = (event: KeyboardEvent) => {
    const places = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (places !== 0) {
      event.preventDefault();
      event.stopPropagation();
      move(places);
    }
  };
  return (
    <li
      {...handlers}
      className={cn(
        "flex h-7 items-center gap-1 rounded-sm pr-1 hover:bg-accent",
        over === true && "shadow-[inset_0_-2px_0_var(--primary)]",
        over === false && "shadow-[inset_0_2px_0_var(--primary)]",
      )}
    >
      <button
        type="button"
        aria-label={`Move ${name}`}
        aria-keyshortcuts="ArrowUp ArrowDown"
        title="Drag, or press the arrow keys"
        onKeyDown={keys}
        className="flex h-6 w-5 cursor-grab items-center justify-center rounded-sm text-faint-foreground"
      >
        <GripVertical aria-hidden className="size-3.5" />
      </button>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={pinned ? `Unpin ${name}` : `Pin ${name}`}
        aria-pressed={pinned}
        className={cn(pinned && "text-primary")}
        onClick={pin}
      >
        {pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={`Hide ${name}`} disabled={alone} onClick={remove}>
        <X aria-hidden />
      </Button>
    </li>
  );
}

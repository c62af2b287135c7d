import { Check, Minus } from "lucide-react";
import { cn } from "@/components/ui/class-names";

interface SelectBoxProps {
  readonly checked: boolean | "mixed";
  readonly label: string;
  /** Without it, the table acts on the press. */
  readonly toggle?: () => void;
}

/** The box that selects a row, or all of them; the keys select without it. */
export function SelectBox({ checked, label, toggle }: SelectBoxProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      tabIndex={toggle === undefined ? -1 : 0}
      data-act="select"
      onClick={toggle}
      className="flex size-6 items-center justify-center rounded-md"
    >
      <span
        className={cn(
          "flex size-3.5 items-center justify-center rounded-[3px] border border-border-strong bg-background text-primary-foreground [&>svg]:size-3",
          checked !== false && "border-primary bg-primary",
        )}
      >
        {checked === true && <Check aria-hidden strokeWidth={3} />}
        {checked === "mixed" && <Minus aria-hidden strokeWidth={3} />}
      </span>
    </button>
  );
}

import { stateRow } from "@furu/core/states";
import { Hint } from "./hint";
import { StateIcon } from "./state-icon";
import { cn } from "./ui/class-names";
import { useMeaning } from "@/hooks/use-meta";
import type { State } from "@furu/core/api/schema.gen";

/** Shape and word of a state, with what it means on hover. */
export function StateLabel({ state, className }: { state: State; className?: string }) {
  const meaning = useMeaning(state);
  return (
    <Hint text={meaning}>
      <span className={cn("inline-flex min-w-0 items-center gap-1.5", className)}>
        <StateIcon state={state} />
        <span className="truncate">{stateRow(state).label}</span>
      </span>
    </Hint>
  );
}

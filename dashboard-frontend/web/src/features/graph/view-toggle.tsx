import { Table, Workflow } from "lucide-react";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import type { GraphSearch } from "@furu/core/search";

interface ViewToggleProps {
  readonly view: GraphSearch["view"];
  readonly change: (view: GraphSearch["view"]) => void;
}

/** Drawing or table. */
export function ViewToggle({ view, change }: ViewToggleProps) {
  return (
    <ToggleGroup
      type="single"
      aria-label="View"
      value={view === "" ? "drawing" : view}
      onValueChange={(next) => next !== "" && change(next === "table" ? "table" : "")}
    >
      <ToggleGroupItem value="drawing" aria-label="Drawing">
        <Workflow aria-hidden />
      </ToggleGroupItem>
      <ToggleGroupItem value="table" aria-label="Table">
        <Table aria-hidden />
      </ToggleGroupItem>
    </ToggleGroup>
  );
}

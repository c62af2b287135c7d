import { chosen, writeColumns } from "@furu/core/columns/choice";
import { differingColumns } from "@furu/core/columns/differing";
import { is } from "@furu/core/query/write";
import { ExperimentsGrid } from "./grid/experiments-grid";
import { ActionsBar } from "./selection/actions-bar";
import { rowsOf } from "@/hooks/use-columns";
import { useGathering } from "@/hooks/use-gathering";
import { useLayout } from "@/hooks/use-layout";
import { amountsOf, useSections } from "@/hooks/use-sections";
import { useSelection } from "@/hooks/use-selection";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";
import type { Columns } from "@/hooks/use-columns";

interface ExperimentsTableProps {
  readonly search: ExperimentsSearch;
  readonly first: ExperimentPage;
  readonly columns: Columns;
  readonly width: number;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
  /** The same, as a step of its own on the way back. */
  readonly go: (part: Partial<ExperimentsSearch>) => void;
}

/** The table with what is selected in it, and what can be done with that. */
export function ExperimentsTable({ search, first, columns, width, change, go }: ExperimentsTableProps) {
  const placing = useLayout(columns, first, width);
  const paths = columns.choices.map(({ path }) => path);
  const grouping = useSections(search, first, amountsOf(paths, placing.kinds));
  const request = rowsOf(search);
  const selecting = useSelection(request, grouping.sections, first.total);
  const { differing } = useGathering(selecting.selection);
  const compare = async () => {
    const { selection } = selecting;
    const q = selection.kind === "all" ? selection.q : is("id", ...selection.ids);
    const paths = differingColumns(await differing(q));
    go({ q, columns: writeColumns(paths.map(chosen)), group: "", preview: "" });
  };
  return (
    <>
      <ExperimentsGrid {...{ search, first, request, columns, placing, grouping, selecting, change, go }} />
      <ActionsBar selecting={selecting} total={first.total} compare={() => void compare()} />
    </>
  );
}

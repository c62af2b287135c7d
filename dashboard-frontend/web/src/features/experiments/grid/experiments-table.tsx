import { useLayout } from "@/hooks/use-layout";
import { useSelection } from "@/hooks/use-selection";
import { amountsOf, useSections } from "@/hooks/use-sections";
import { rowsOf } from "@/hooks/use-columns";
import { ExperimentsGrid } from "./experiments-grid";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";
import type { Columns } from "@/hooks/use-columns";

interface ExperimentsTableProps {
  readonly search: ExperimentsSearch;
  readonly first: ExperimentPage;
  readonly columns: Columns;
  readonly width: number;
  readonly change: (part: Partial<ExperimentsSearch>) => void;
}

/** The table with what is chosen in it, and what can be done with that. */
export function ExperimentsTable({ search, first, columns, width, change }: ExperimentsTableProps) {
  const placing = useLayout(columns, first, width);
  const paths = columns.choices.map(({ path }) => path);
  const grouping = useSections(search, first, amountsOf(paths, placing.kinds));
  const request = rowsOf(search);
  const selecting = useSelection(request, grouping.sections, first.total);
  return <ExperimentsGrid {...{ search, first, request, columns, placing, grouping, selecting, change }} />;
}

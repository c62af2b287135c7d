import { knownColumn } from "@furu/core/columns/known";
import { ArrowDown, ArrowUp } from "lucide-react";
import { FieldList } from "@/components/field-list";
import { Button } from "@/components/ui/button";
import type { ExperimentsSearch } from "@furu/core/search";

interface GroupMenuProps {
  readonly search: ExperimentsSearch;
  /** Columns with numbers, which groups sum up. */
  readonly amounts: readonly string[];
  readonly change: (part: Partial<ExperimentsSearch>) => void;
  readonly close: () => void;
}

/** By which field rows stand together, and in which order the groups come. */
export function GroupMenu({ search, amounts, change, close }: GroupMenuProps) {
  const { q, group } = search;
  const pick = (path: string) => {
    change({ group: path === group ? "" : path, groupsort: "" });
    close();
  };
  return (
    <>
      {group !== "" && <GroupOrder search={search} amounts={amounts} change={change} />}
      <FieldList label="Group by" q={q} chosen={new Set([group])} pick={pick} />
      {group !== "" && (
        <div className="shrink-0 border-t p-1.5">
          <Button variant="ghost" size="sm" onClick={() => pick(group)}>
            Do not group
          </Button>
        </div>
      )}
    </>
  );
}

const MEASURES = [
  ["mean", "mean"],
  ["low", "least"],
  ["high", "greatest"],
] as const;

function GroupOrder({ search, amounts, change }: Omit<GroupMenuProps, "close">) {
  const sort = search.groupsort === "" ? "-count" : search.groupsort;
  const key = sort.replace(/^-/, "");
  const descending = sort.startsWith("-");
  const choose = (next: string, down: boolean) => {
    const text = `${down ? "-" : ""}${next}`;
    change({ groupsort: text === "-count" ? "" : text });
  };
  return (
    <div className="flex shrink-0 items-center gap-1.5 border-b px-3 py-1.5">
      <label className="flex min-w-0 flex-1 items-center gap-2 text-muted-foreground">
        Order
        <select
          value={key}
          onChange={(event) => choose(event.target.value, event.target.value !== search.group)}
          className="h-6 min-w-0 flex-1 rounded-md border border-input bg-background px-1 text-sm text-foreground"
        >
          <option value="count">how many</option>
          <option value={search.group}>{knownColumn(search.group).label}</option>
          {amounts.flatMap((path) =>
            MEASURES.map(([measure, word]) => (
              <option key={`${path}:${measure}`} value={`${path}:${measure}`}>
                {word} {knownColumn(path).label}
              </option>
            )),
          )}
        </select>
      </label>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={descending ? "Descending" : "Ascending"}
        onClick={() => choose(key, !descending)}
      >
        {descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />}
      </Button>
    </div>
  );
}

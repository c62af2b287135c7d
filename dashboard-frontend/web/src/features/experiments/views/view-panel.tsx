import { searchOfView } from "@furu/core/views";
import { RecentList } from "./recent-list";
import { SaveForm } from "./save-form";
import { ViewRow } from "./view-row";
import { problemOf } from "@furu/core/api/problem";
import { Button } from "@/components/ui/button";
import type { useViews } from "@/hooks/use-views";
import type { View } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";

interface ViewPanelProps {
  readonly search: ExperimentsSearch;
  readonly all: ReturnType<typeof useViews>;
  readonly current: View | undefined;
  readonly modified: boolean;
  readonly show: (search: ExperimentsSearch) => void;
}

/** What the menu of views holds: this view, the others, and recent queries. */
export function ViewPanel({ search, all, current, modified, show }: ViewPanelProps) {
  return (
    <div className="flex min-h-0 flex-col overflow-y-auto">
      {current !== undefined && modified && (
        <div className="flex items-center gap-1.5 border-b px-3 py-2">
          <p className="min-w-0 flex-1 truncate text-muted-foreground">
            <span className="font-medium text-foreground">{current.record.name}</span> is modified
          </p>
          <Button variant="ghost" size="sm" onClick={() => show(searchOfView(current))}>
            Reset
          </Button>
          <Button size="sm" disabled={all.waiting} onClick={() => void quiet(all.update(current, search))}>
            Update
          </Button>
        </div>
      )}
      <SaveForm
        waiting={all.waiting}
        save={(name) =>
          void quiet(all.create(name, search).then(({ slug }) => show({ ...search, view: slug })))
        }
      />
      {all.problem !== null && (
        <p role="alert" className="border-b px-3 py-2 text-destructive">
          {problemOf(all.problem).detail}{" "}
          <span className="text-muted-foreground">{problemOf(all.problem).hint}</span>
        </p>
      )}
      <section aria-label="Saved views" className="border-b py-1">
        {all.views.length === 0 && (
          <p className="px-3 py-1.5 text-pretty text-muted-foreground">
            No saved view yet. A view keeps query, sort, columns and grouping, for everybody who uses this
            root.
          </p>
        )}
        <ul>
          {all.views.map((view) => (
            <ViewRow
              key={view.slug}
              view={view}
              shown={view.slug === current?.slug}
              open={() => show(searchOfView(view))}
              rename={(name) => void quiet(all.rename(view, name))}
              remove={() => void quiet(all.remove(view))}
            />
          ))}
        </ul>
      </section>
      <RecentList ask={(q) => show({ ...search, q })} />
    </div>
  );
}

/** What went wrong is said in the panel. */
async function quiet(done: Promise<unknown>): Promise<void> {
  await done.catch(() => undefined);
}

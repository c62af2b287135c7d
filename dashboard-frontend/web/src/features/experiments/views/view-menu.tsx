import { isModified } from "@furu/core/views";
import { Bookmark } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useCommands } from "@/hooks/use-commands";
import { useRemembered } from "@/hooks/use-recent";
import { useViews } from "@/hooks/use-views";
import type { ExperimentsSearch } from "@furu/core/search";

const ViewPanel = lazy(() =>
  import("./view-panel").then(({ ViewPanel: component }) => ({ default: component })),
);

interface ViewMenuProps {
  readonly search: ExperimentsSearch;
  /** The query that was answered last. */
  readonly answered: string | null;
  /** Put a whole view into the URL. */
  readonly show: (search: ExperimentsSearch) => void;
}

/** Saved views, which everybody who uses the root shares, and what was asked here last. */
export function ViewMenu({ search, answered, show }: ViewMenuProps) {
  const [open, setOpen] = useState(false);
  const all = useViews();
  const current = all.views.find(({ slug }) => slug === search.view);
  const modified = current !== undefined && isModified(current, search);
  useRemembered(answered);
  useCommands({ "views.open": () => setOpen(true) });
  const name = current?.record.name;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          aria-label={name === undefined ? "Views" : `View ${name}${modified ? ", modified" : ""}`}
          className={cn("max-w-56 min-w-0", name !== undefined && "bg-selected text-foreground")}
        >
          <Bookmark aria-hidden />
          <span className={cn("truncate", name === undefined ? "sr-only lg:not-sr-only" : "max-sm:hidden")}>
            {name ?? "Views"}
          </span>
          {modified && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-primary" />}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Views" className="w-96">
        <Suspense>
          <ViewPanel
            {...{ search, all, current, modified }}
            show={(next) => {
              setOpen(false);
              show(next);
            }}
          />
        </Suspense>
      </PopoverContent>
    </Popover>
  );
}

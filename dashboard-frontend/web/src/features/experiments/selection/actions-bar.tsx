import { formatCount } from "@furu/core/format/number";
import { describeSelection } from "@furu/core/selection";
import { CircleAlert, GitCompareArrows, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { CopyActions } from "./copy-actions";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useLabelling } from "@/hooks/use-labelling";
import { useNotice } from "@/hooks/use-notice";
import type { Notice } from "@/hooks/use-notice";
import type { Selecting } from "@/hooks/use-selection";
import type { ReactNode } from "react";

const TagMenu = lazy(() => import("./tag-menu").then(({ TagMenu: component }) => ({ default: component })));
const CollectionMenu = lazy(() =>
  import("./collection-menu").then(({ CollectionMenu: component }) => ({ default: component })),
);

interface ActionsBarProps {
  readonly selecting: Selecting;
  /** How many experiments match. */
  readonly total: number;
  readonly compare: () => void;
}

/** What can be done with the selected experiments, and what was done last. */
export function ActionsBar({ selecting, total, compare }: ActionsBarProps) {
  const { selection, count, all, clear } = selecting;
  const { notice, say, dismiss } = useNotice();
  const labelling = useLabelling(selection, say);
  return (
    <>
      <div role="status" aria-label="Done" className={cn(notice === null && "sr-only")}>
        {notice !== null && <NoticeLine notice={notice} dismiss={dismiss} />}
      </div>
      {count > 0 && (
        <div
          role="toolbar"
          aria-label="Selected experiments"
          className="flex min-h-10 shrink-0 flex-wrap items-center gap-1 border-t bg-selected px-2 py-1"
        >
          <Button variant="ghost" size="icon-sm" aria-label="Select nothing" onClick={clear}>
            <X aria-hidden />
          </Button>
          <span className="mr-1 font-medium tabular">{describeSelection(selection)}</span>
          {selection.kind === "some" && count < total && (
            <Button variant="link" size="text" onClick={all}>
              Select all {formatCount(total)} matching
            </Button>
          )}
          <span className="flex-1" />
          <Button variant="ghost" onClick={compare}>
            <GitCompareArrows aria-hidden />
            Compare
          </Button>
          <Menu name="Tag">
            <TagMenu selection={selection} labelling={labelling} />
          </Menu>
          <Menu name="Collection">
            <CollectionMenu labelling={labelling} />
          </Menu>
          <CopyActions selection={selection} say={say} />
          {labelling.busy && <span className="px-2 text-muted-foreground">Writing…</span>}
        </div>
      )}
    </>
  );
}

function Menu({ name, children }: { name: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost">{name}</Button>
      </PopoverTrigger>
      <PopoverContent align="end" side="top" aria-label={name} className="w-72">
        <Suspense fallback={<div className="h-40" />}>{children}</Suspense>
      </PopoverContent>
    </Popover>
  );
}

function NoticeLine({ notice: { text, wrong, undo }, dismiss }: { notice: Notice; dismiss: () => void }) {
  return (
    <div className="flex min-h-8 items-center gap-2 border-t bg-popover px-3 py-1">
      {wrong && <CircleAlert aria-hidden className="size-4 shrink-0 text-destructive" />}
      <span className={cn("min-w-0 break-words", wrong && "text-destructive")}>{text}</span>
      {undo !== undefined && (
        <Button variant="link" size="text" onClick={undo}>
          Undo
        </Button>
      )}
      <Button variant="ghost" size="icon-sm" aria-label="Dismiss" className="ml-auto" onClick={dismiss}>
        <X aria-hidden />
      </Button>
    </div>
  );
}

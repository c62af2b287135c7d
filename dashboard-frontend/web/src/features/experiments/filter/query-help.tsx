import { QUERY_EXAMPLES } from "@furu/core/query/examples";
import { CircleQuestionMark } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";

/** How to ask, beside the filter: examples of each operator. */
export function QueryHelp() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" size="icon-sm" aria-label="How to ask" onClick={() => setOpen(true)}>
        <CircleQuestionMark aria-hidden />
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent>
          <div className="flex h-12 shrink-0 items-center justify-between border-b pr-2 pl-4">
            <DialogTitle>How to ask</DialogTitle>
            <DialogClose />
          </div>
          <div
            role="region"
            aria-label="Examples"
            tabIndex={0}
            className="flex flex-col gap-3 overflow-y-auto p-4 focus-visible:-outline-offset-2"
          >
            <DialogDescription className="text-muted-foreground">
              Words and conditions side by side; all of them hold.
            </DialogDescription>
            <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[15rem_1fr] sm:gap-y-2">
              {QUERY_EXAMPLES.map(([query, finds]) => (
                <div key={query} className="contents">
                  <dt className="font-mono text-sm break-words">{query}</dt>
                  <dd className="mb-2 text-muted-foreground sm:mb-0">{finds}</dd>
                </div>
              ))}
            </dl>
            <p className="text-pretty text-muted-foreground">
              Every leaf of a config or a result is a field too, by its name or by its path:{" "}
              <code className="font-mono text-sm text-foreground">lr&lt;0.1</code>,{" "}
              <code className="font-mono text-sm text-foreground">result.accuracy&gt;0.9</code>. What stands
              in quotes is text, whatever it looks like.
            </p>
          </div>
        </DialogContent>
      </Dialog>
    </>
  );
}

import { problemOf } from "@furu/core/api/problem";
import { refreshRuns } from "@furu/core/api/queries";
import { cancelEffect } from "@furu/core/runs";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleSlash } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import { queries } from "@/hooks/queries";
import type { RunSummary } from "@furu/core/api/schema.gen";

/** Stops a run, after saying what that stops. */
export function CancelRun({ run }: { run: RunSummary }) {
  const [open, setOpen] = useState(false);
  if (!run.stoppable) {
    return null;
  }
  return (
    <>
      <Button variant="outline" disabled={run.cancel_requested} onClick={() => setOpen(true)}>
        <CircleSlash aria-hidden />
        {run.cancel_requested ? "Stopping…" : "Cancel"}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent className="max-w-md">
          <Confirm run={run} close={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}

function Confirm({ run, close }: { run: RunSummary; close: () => void }) {
  const cache = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    ...queries.cancelRun(run.id),
    onSuccess: () => {
      refreshRuns(cache);
      close();
    },
  });
  return (
    <>
      <div className="flex items-center justify-between border-b py-2 pr-2 pl-4">
        <DialogTitle>Cancel this run?</DialogTitle>
        <DialogClose />
      </div>
      <div className="flex flex-col gap-3 px-4 py-3">
        <DialogDescription className="text-base text-foreground">{cancelEffect(run)}.</DialogDescription>
        <p className="text-muted-foreground">
          What is done stays done; another run continues where this one stopped.
        </p>
        {error !== null && (
          <p role="alert" className="text-destructive">
            {problemOf(error).detail}. {problemOf(error).hint}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="outline" onClick={close}>
            Keep it running
          </Button>
          <Button
            className="bg-destructive text-primary-foreground hover:bg-destructive/90"
            disabled={isPending}
            onClick={() => mutate()}
          >
            Cancel the run
          </Button>
        </div>
      </div>
    </>
  );
}

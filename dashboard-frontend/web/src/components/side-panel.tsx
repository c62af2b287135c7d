import { Dialog, DialogContent, DialogDescription, DialogTitle } from "./ui/dialog";
import { cn } from "./ui/class-names";
import { usePanelWidth, useWide } from "@/hooks/use-panel";
import type { KeyboardEvent, ReactNode } from "react";

interface SidePanelProps {
  /** What it is called, on screen readers and in what is kept of its width. */
  readonly name: string;
  readonly side: "left" | "right";
  readonly initial: number;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** A panel beside a table, whose edge can be dragged; a drawer where there is no room beside. */
export function SidePanel(props: SidePanelProps) {
  return useWide() ? <Beside {...props} /> : <Drawer {...props} />;
}

function Beside({ name, side, initial, children }: SidePanelProps) {
  const { width, bounds, edge, step } = usePanelWidth(name.toLowerCase(), initial, side === "left" ? 1 : -1);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      step(event.key === "ArrowRight" ? 1 : -1);
    }
  };
  return (
    <aside
      aria-label={name}
      className={cn("relative flex min-h-0 shrink-0 flex-col", side === "left" ? "border-r" : "border-l")}
      style={{ width }}
    >
      {children}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={`Width of ${name}`}
        aria-valuenow={width}
        aria-valuemin={bounds[0]}
        aria-valuemax={bounds[1]}
        tabIndex={0}
        onKeyDown={keys}
        {...edge}
        className={cn(
          "absolute inset-y-0 z-20 w-1.5 cursor-col-resize touch-none hover:bg-primary/40 focus-visible:bg-primary/40",
          side === "left" ? "-right-1" : "-left-1",
        )}
      />
    </aside>
  );
}

function Drawer({ name, side, close, children }: SidePanelProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent
        className={cn(
          "top-0 flex h-full max-h-none w-[min(360px,calc(100vw-32px))] max-w-none translate-x-0 rounded-none",
          side === "left" ? "left-0" : "right-0 left-auto",
        )}
      >
        <DialogTitle className="sr-only">{name}</DialogTitle>
        <DialogDescription className="sr-only">Beside the table</DialogDescription>
        {children}
      </DialogContent>
    </Dialog>
  );
}

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { Button } from "./button";
import { cn } from "./class-names";
import type { ComponentProps } from "react";

export function Dialog(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root {...props} />;
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className={cn("text-base font-semibold", className)} {...props} />;
}

export function DialogDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className={cn("text-sm text-muted-foreground", className)} {...props} />;
}

export function DialogClose() {
  return (
    <Primitive.Close asChild>
      <Button variant="ghost" size="icon" aria-label="Close">
        <X aria-hidden />
      </Button>
    </Primitive.Close>
  );
}

export function DialogContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-40 bg-black/25 dark:bg-black/50" />
      <Primitive.Content
        className={cn(
          "fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-32px)] max-w-lg -translate-x-1/2 flex-col overflow-hidden rounded-lg border bg-popover text-popover-foreground shadow-overlay",
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  );
}

import { Tooltip as Primitive } from "radix-ui";
import { cn } from "./class-names";
import type { ComponentProps } from "react";

export function TooltipProvider(props: ComponentProps<typeof Primitive.Provider>) {
  return (
    <Primitive.Provider delayDuration={350} skipDelayDuration={150} disableHoverableContent {...props} />
  );
}

export function Tooltip(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root {...props} />;
}

export function TooltipTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger {...props} />;
}

export function TooltipContent({
  className,
  sideOffset = 6,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          "z-50 max-w-80 rounded-md border bg-popover px-2 py-1 text-xs text-pretty text-popover-foreground shadow-overlay appear",
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  );
}

import { Popover as Primitive } from "radix-ui";
import { cn } from "./class-names";
import type { ComponentProps } from "react";

export function Popover(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root {...props} />;
}

export function PopoverTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger {...props} />;
}

export function PopoverAnchor(props: ComponentProps<typeof Primitive.Anchor>) {
  return <Primitive.Anchor {...props} />;
}

export function PopoverContent({
  className,
  align = "start",
  sideOffset = 4,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          "z-50 flex max-h-(--radix-popover-content-available-height) w-80 flex-col overflow-hidden rounded-md border bg-popover text-popover-foreground shadow-overlay outline-none appear",
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  );
}

import { ToggleGroup as Primitive } from "radix-ui";
import { cn } from "./class-names";
import type { ComponentProps } from "react";

export function ToggleGroup({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn("inline-flex h-7 rounded-md border border-input p-0.5", className)}
      {...props}
    />
  );
}

export function ToggleGroupItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      className={cn(
        "inline-flex items-center gap-1.5 rounded-sm px-2 text-sm text-muted-foreground transition-colors duration-100 hover:text-foreground data-[state=on]:bg-accent data-[state=on]:font-medium data-[state=on]:text-foreground [&_svg]:size-4",
        className,
      )}
      {...props}
    />
  );
}

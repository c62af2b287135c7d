import { Switch as Primitive } from "radix-ui";
import { cn } from "./class-names";
import type { ComponentProps } from "react";

export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        "inline-flex h-3.5 w-6 shrink-0 items-center rounded-full bg-border-strong transition-colors duration-100 focus-visible:outline-offset-1 data-[state=checked]:bg-primary",
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="block size-2.5 translate-x-0.5 rounded-full bg-background transition-transform duration-100 data-[state=checked]:translate-x-[12px]" />
    </Primitive.Root>
  );
}

import { cn } from "./class-names";
import type { ComponentProps } from "react";

export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return (
    <input
      type={type}
      className={cn(
        "h-7 w-full min-w-0 rounded-md border border-input bg-background px-2 text-sm placeholder:text-faint-foreground",
        className,
      )}
      {...props}
    />
  );
}

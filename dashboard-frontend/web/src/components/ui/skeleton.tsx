import { cn } from "./class-names";
import type { ComponentProps } from "react";

/** A placeholder that shows itself only after 150 ms; see `late` in app.css. */
export function Skeleton({ className, ...props }: ComponentProps<"span">) {
  return <span aria-hidden className={cn("block h-3 rounded-sm bg-skeleton late", className)} {...props} />;
}

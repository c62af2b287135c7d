import { Tooltip, TooltipContent, TooltipTrigger } from "./ui/tooltip";
import type { ReactElement, ReactNode } from "react";

interface HintProps {
  readonly text: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly children: ReactElement;
}

/** A word of explanation on hover and focus. */
export function Hint({ text, side = "top", children }: HintProps) {
  return (
    <Tooltip>
      <TooltipTrigger asChild>{children}</TooltipTrigger>
      <TooltipContent side={side}>{text}</TooltipContent>
    </Tooltip>
  );
}

import { problemOf } from "@furu/core/api/problem";
import { CircleAlert } from "lucide-react";
import { Button } from "./ui/button";
import type { ReactNode } from "react";

interface ProblemViewProps {
  readonly error: unknown;
  readonly retry?: () => void;
  readonly action?: ReactNode;
}

/** An error in its place: what happened, and what to do. */
export function ProblemView({ error, retry, action }: ProblemViewProps) {
  const { title, detail, hint } = problemOf(error);
  return (
    <div
      role="alert"
      className="flex flex-1 flex-col items-center justify-center gap-2 px-6 py-16 text-center"
    >
      <CircleAlert aria-hidden className="size-6 text-destructive" />
      <h1 className="text-base font-semibold">{title}</h1>
      <p className="max-w-lg text-base text-pretty break-words text-muted-foreground">{detail}</p>
      {hint !== null && <p className="max-w-lg text-base text-pretty">{hint}</p>}
      <div className="mt-2 flex gap-2">
        {retry !== undefined && (
          <Button variant="outline" onClick={retry}>
            Try again
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}

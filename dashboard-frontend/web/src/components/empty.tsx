import type { ReactNode } from "react";

interface EmptyProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A page without content: what is missing, and the next step. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 px-6 py-16 text-center">
      <div className="text-base font-semibold">{title}</div>
      <div className="max-w-md text-base text-pretty text-muted-foreground">{children}</div>
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}

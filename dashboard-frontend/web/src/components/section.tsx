import { useId } from "react";
import { cn } from "./ui/class-names";
import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  readonly count?: number | string;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled part of a page, set off by a hairline. */
export function Section({ title, count, actions, className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("min-w-0", className)}>
      <div className="flex h-10 items-center gap-2 border-b px-4">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {count !== undefined && <span className="text-sm text-muted-foreground tabular">{count}</span>}
        <div className="ml-auto flex items-center gap-1">{actions}</div>
      </div>
      {children}
    </section>
  );
}

/** One quiet line where a section has nothing to show. */
export function SectionNote({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <p className={cn("px-4 py-3 text-sm [overflow-wrap:anywhere] text-muted-foreground", className)}>
      {children}
    </p>
  );
}

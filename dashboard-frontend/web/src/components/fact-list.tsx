import { cn } from "./ui/class-names";
import type { ReactNode } from "react";

interface FactProps {
  readonly label: string;
  readonly mono?: boolean;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** Names and values in two columns. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className="flex flex-col gap-1 px-4 py-3">{children}</dl>;
}

export function Fact({ label, mono = false, action, children }: FactProps) {
  return (
    <div className="grid min-h-5 grid-cols-[88px_minmax(0,1fr)] items-baseline gap-x-3">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="flex min-w-0 items-baseline gap-1">
        <span className={cn("min-w-0 [overflow-wrap:anywhere]", mono && "font-mono text-xs leading-5")}>
          {children}
        </span>
        {action !== undefined && <span className="-my-1 self-start">{action}</span>}
      </dd>
    </div>
  );
}

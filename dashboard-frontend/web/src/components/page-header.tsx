import type { ReactNode } from "react";

interface PageHeaderProps {
  /** Title of the browser's tab. */
  readonly tab: string;
  readonly title: ReactNode;
  /** What stands beside the title: a count, a filter. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** The 48 px bar on top of every page. */
export function PageHeader({ tab, title, children, actions }: PageHeaderProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
      <title>{`${tab} · furu`}</title>
      <h1 className="min-w-0 truncate text-base font-semibold">{title}</h1>
      <div className="flex min-w-0 flex-1 items-center gap-2">{children}</div>
      <div className="flex shrink-0 items-center gap-1.5">{actions}</div>
    </header>
  );
}

import { tabBeside } from "@furu/core/experiment/tabs";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCommands } from "@/hooks/use-commands";
import type { TABS, Tab } from "@furu/core/experiment/tabs";

/** What is current is said below; the router's own idea is not to mark another part besides. */
const ONLY_ITSELF = { exact: true, includeSearch: true } as const;

interface TabBarProps {
  readonly id: string;
  readonly tab: Tab;
  readonly shown: readonly (typeof TABS)[number][];
  readonly counts: Readonly<Partial<Record<Tab, number>>>;
}

/** The parts of the page as links, so that each has an address; `[` and `]` go from one to the next. */
export function TabBar({ id, tab, shown, counts }: TabBarProps) {
  const navigate = useNavigate();
  const go = (step: number) => {
    const next = tabBeside(
      shown.map((one) => one.tab),
      tab,
      step,
    );
    if (next !== tab) {
      void navigate({ to: "/experiments/$id", params: { id }, search: searchOf(next), replace: true });
    }
  };
  useCommands({ "tab.next": () => go(1), "tab.previous": () => go(-1) });
  return (
    <nav
      aria-label="Parts of this experiment"
      className="flex h-9 shrink-0 items-stretch gap-4 overflow-x-auto border-b px-4 [scrollbar-width:none]"
    >
      {shown.map((one) => (
        <Link
          key={one.tab}
          to="/experiments/$id"
          params={{ id }}
          search={searchOf(one.tab)}
          replace
          activeOptions={ONLY_ITSELF}
          aria-current={one.tab === tab ? "page" : undefined}
          className="flex shrink-0 items-center gap-1.5 border-b-2 border-transparent pt-0.5 text-muted-foreground hover:text-foreground aria-[current=page]:border-primary aria-[current=page]:font-medium aria-[current=page]:text-foreground"
        >
          {one.label}
          {(counts[one.tab] ?? 0) > 1 && (
            <span className="text-xs font-normal text-muted-foreground tabular">{counts[one.tab]}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

function searchOf(tab: Tab) {
  return tab === "overview" ? {} : { tab };
}

import { Link } from "@tanstack/react-router";
import { CircleHelp, PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { DESTINATIONS } from "./destinations";
import { Mark } from "./mark";
import { ThemeMenu } from "./theme-menu";
import { Hint } from "@/components/hint";
import { KeyCaps } from "@/components/key-caps";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { useRunCommand } from "@/hooks/use-commands";
import { useMeta } from "@/hooks/use-meta";
import { useRail } from "@/hooks/use-rail";
import type { Destination } from "./destinations";

/** The left rail of wide screens: where one is, and where one can go. */
export function Rail() {
  const { collapsed, toggle } = useRail();
  const { project } = useMeta();
  const run = useRunCommand();
  return (
    <aside
      aria-label="Rail"
      className={cn(
        "hidden shrink-0 flex-col border-r bg-rail md:flex",
        collapsed ? "w-12 items-center" : "w-48",
      )}
    >
      <div className={cn("flex h-12 items-center gap-2", collapsed ? "" : "px-3")}>
        <Mark />
        {!collapsed && (
          <span className="min-w-0 truncate">
            <span className="font-semibold">furu</span>
            <span className="ml-1.5 text-muted-foreground" title={project}>
              {project}
            </span>
          </span>
        )}
      </div>
      <nav
        aria-label="Main"
        className={cn("flex flex-1 flex-col gap-px", collapsed ? "items-center" : "px-2")}
      >
        {DESTINATIONS.map((destination) => (
          <RailLink key={destination.to} destination={destination} collapsed={collapsed} />
        ))}
      </nav>
      <div className={cn("flex gap-0.5 p-2", collapsed && "flex-col items-center")}>
        <ThemeMenu />
        <RailButton label="Keys" onClick={() => run("help.open")} icon={CircleHelp} />
        <RailButton label="Search and jump" onClick={() => run("palette.open")} icon={Search} />
        <span className="flex-1" />
        <RailButton
          label={collapsed ? "Widen the rail" : "Narrow the rail"}
          onClick={toggle}
          icon={collapsed ? PanelLeftOpen : PanelLeftClose}
        />
      </div>
    </aside>
  );
}

function RailLink({ destination, collapsed }: { destination: Destination; collapsed: boolean }) {
  const { to, label, icon: Icon, command } = destination;
  const link = (
    <Link
      to={to}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      aria-label={label}
      className={cn(
        "group flex h-7 items-center gap-2 rounded-md text-muted-foreground transition-colors duration-100 hover:bg-accent hover:text-foreground",
        "data-[status=active]:bg-selected data-[status=active]:font-medium data-[status=active]:text-foreground",
        collapsed ? "w-8 justify-center" : "px-2",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {!collapsed && (
        <>
          <span className="flex-1 truncate">{label}</span>
          <span aria-hidden className="opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100">
            <KeyCaps command={command} />
          </span>
        </>
      )}
    </Link>
  );
  return collapsed ? (
    <Hint text={label} side="right">
      {link}
    </Hint>
  ) : (
    link
  );
}

interface RailButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly icon: Destination["icon"];
}

function RailButton({ label, onClick, icon: Icon }: RailButtonProps) {
  return (
    <Hint text={label}>
      <Button variant="ghost" size="icon" aria-label={label} onClick={onClick}>
        <Icon aria-hidden />
      </Button>
    </Hint>
  );
}

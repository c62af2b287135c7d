import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { DESTINATIONS } from "./destinations";
import { ThemeMenu } from "./theme-menu";
import { Button } from "@/components/ui/button";
import { useRunCommand } from "@/hooks/use-commands";

/** The rail of narrow screens, under the thumb. */
export function BottomBar() {
  const run = useRunCommand();
  return (
    <div className="flex h-13 shrink-0 items-center border-t bg-rail px-1 md:hidden">
      <nav aria-label="Main" className="flex flex-1">
        {DESTINATIONS.map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === "/", includeSearch: false }}
            className="flex h-12 flex-1 flex-col items-center justify-center gap-0.5 rounded-md text-xs text-muted-foreground data-[status=active]:font-medium data-[status=active]:text-primary"
          >
            <Icon aria-hidden className="size-5" />
            {label}
          </Link>
        ))}
      </nav>
      <Button
        variant="ghost"
        size="icon"
        className="size-10"
        aria-label="Search and jump"
        onClick={() => run("palette.open")}
      >
        <Search aria-hidden />
      </Button>
      <ThemeMenu />
    </div>
  );
}

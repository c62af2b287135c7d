import { problemOf } from "@furu/core/api/problem";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { BottomBar } from "./bottom-bar";
import { SessionPage } from "./fallbacks";
import { HelpSheet } from "./help-sheet";
import { Rail } from "./rail";
import { StatusBar } from "./status-bar";
import { queries } from "@/hooks/queries";
import { useCommands } from "@/hooks/use-commands";
import { useLive } from "@/hooks/use-live";
import { nextTheme, useTheme, useThemeClass } from "@/hooks/use-theme";
import { EVERY_EXPERIMENT, LATEST_RUNS, WHOLE_GRAPH } from "@furu/core/search";

const Palette = lazy(() => import("./palette").then(({ Palette: component }) => ({ default: component })));

/** What surrounds every page. */
export function Shell() {
  const { error } = useQuery(queries.meta());
  const [over, setOver] = useState<"help" | "palette" | null>(null);
  useThemeClass();
  useShellCommands(setOver);

  if (error !== null && problemOf(error).status === 401) {
    return <SessionPage />;
  }
  const close = () => setOver(null);
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 flex-1">
        <Rail />
        <main className="flex min-w-0 flex-1 flex-col">
          <Outlet />
        </main>
      </div>
      <StatusBar />
      <BottomBar />
      <HelpSheet open={over === "help"} close={close} />
      <Suspense>{over === "palette" && <Palette close={close} />}</Suspense>
    </div>
  );
}

function useShellCommands(show: (over: "help" | "palette") => void): void {
  const navigate = useNavigate();
  const { theme, choose } = useTheme();
  const { status, setPaused } = useLive();
  useCommands({
    "go.home": () => void navigate({ to: "/" }),
    "go.experiments": () => void navigate({ to: "/experiments", search: EVERY_EXPERIMENT }),
    "go.runs": () => void navigate({ to: "/runs", search: LATEST_RUNS }),
    "go.graph": () => void navigate({ to: "/graph", search: WHOLE_GRAPH }),
    "theme.next": () => choose(nextTheme(theme)),
    "live.toggle": () => setPaused(status !== "paused"),
    "help.open": () => show("help"),
    "palette.open": () => show("palette"),
  });
}

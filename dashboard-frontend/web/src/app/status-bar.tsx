import { formatCount } from "@furu/core/format/number";
import { clockTime, exactTime } from "@furu/core/format/time";
import { useQuery } from "@tanstack/react-query";
import { Hint } from "@/components/hint";
import { cn } from "@/components/ui/class-names";
import { Switch } from "@/components/ui/switch";
import { queries } from "@/hooks/queries";
import { useLive } from "@/hooks/use-live";
import { useMeta } from "@/hooks/use-meta";
import type { LiveStatus } from "@/hooks/use-live";

const STATUS: Readonly<
  Record<LiveStatus, { readonly text: string; readonly meaning: string; readonly dot: string }>
> = {
  connecting: {
    text: "Connecting",
    meaning: "Waiting for the server's event stream.",
    dot: "bg-border-strong",
  },
  live: { text: "Live", meaning: "Changes on disk appear by themselves.", dot: "bg-(--state-success)" },
  paused: { text: "Paused", meaning: "What is on screen stays as it is.", dot: "bg-(--state-preempted)" },
  lost: {
    text: "Connection lost",
    meaning: "The server does not answer. What is on screen is the last that was known; it is tried again.",
    dot: "bg-(--state-failed)",
  },
};

/** The thin bar below: how old what one sees is, and what the index is doing. */
export function StatusBar() {
  const { status, setPaused } = useLive();
  const { roots, furu_version } = useMeta();
  const { data: progress } = useQuery(queries.progress());
  const { text, meaning, dot } = STATUS[status];
  return (
    <footer
      aria-label="Status"
      className="flex h-6 shrink-0 items-center gap-3 overflow-hidden border-t bg-rail px-3 text-xs whitespace-nowrap text-muted-foreground tabular"
    >
      <Switch
        aria-label="Live updates"
        checked={status !== "paused"}
        onCheckedChange={(live) => setPaused(!live)}
      />
      <Hint text={meaning}>
        <span role="status" className="flex items-center gap-1.5">
          <span aria-hidden className={cn("size-1.5 rounded-full", dot)} />
          {text}
        </span>
      </Hint>
      {progress !== undefined && (
        <>
          <Hint text={exactTime(progress.as_of)}>
            <span>as of {clockTime(progress.as_of)}</span>
          </Hint>
          <span className="hidden sm:inline">{formatCount(progress.total)} experiments</span>
          <span className="hidden sm:inline">
            {progress.scanning ? "scanning…" : `index ${formatCount(progress.version)}`}
          </span>
        </>
      )}
      <span
        className="ml-auto hidden min-w-0 truncate font-mono md:inline"
        title={roots.map(({ path }) => path).join("\n")}
      >
        {roots[0]?.path}
      </span>
      <span className="ml-auto md:ml-0">furu {furu_version}</span>
    </footer>
  );
}

import { formatCount } from "@furu/core/format/number";
import { commandLine, formatProgress, shortRunId } from "@furu/core/runs";
import { Link } from "@tanstack/react-router";
import { RunTime } from "./run-time";
import { StandingBar } from "@/components/standing-bar";
import { StateIcon } from "@/components/state-icon";
import { Ago } from "@/components/times";
import { cn } from "@/components/ui/class-names";
import type { RunSummary } from "@furu/core/api/schema.gen";

const COLUMNS = "md:grid-cols-[16px_52px_minmax(0,1fr)_56px_64px_64px_minmax(96px,20%)_168px]";

/** What the columns of the list hold; on narrow screens the rows speak for themselves. */
export function RunHeadings() {
  return (
    <div
      aria-hidden
      className={cn(
        "sticky top-0 z-10 hidden h-8 items-center gap-x-3 border-b bg-background px-4 text-xs text-muted-foreground md:grid",
        COLUMNS,
      )}
    >
      <span className="col-span-2">Run</span>
      <span>Command</span>
      <span>Where</span>
      <span className="text-right">Took</span>
      <span className="text-right">Started</span>
      <span>Progress</span>
      <span className="text-right">Tasks</span>
    </div>
  );
}

/** One run as a line: what it is, how long it took, how far it is; on narrow screens the bar has a line of its own. */
export function RunRow({ run }: { run: RunSummary }) {
  const { id, state, command, backend, started_at, unreadable, standings } = run;
  const failed = standings["failed"] ?? 0;
  return (
    <li
      className={cn(
        "group relative flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 hover:bg-accent md:grid md:h-9 md:py-0",
        COLUMNS,
      )}
    >
      <StateIcon state={state} label={state} />
      <Link
        to="/runs/$id"
        params={{ id }}
        data-row
        title={id}
        className="rounded-sm font-mono text-xs underline-offset-[3px] group-hover:underline after:absolute after:inset-0"
      >
        {shortRunId(id)}
      </Link>
      <span className="min-w-0 flex-1 truncate font-mono text-xs" title={unreadable ?? command.join(" ")}>
        {unreadable ?? commandLine(command)}
      </span>
      <span className="hidden truncate text-muted-foreground md:inline">{backend}</span>
      <span className="hidden text-right md:inline">
        <RunTime run={run} />
      </span>
      <Ago at={started_at} className="min-w-14 text-right text-muted-foreground" />
      <span className="max-md:grow max-md:basis-3/5">
        <StandingBar counts={standings} />
      </span>
      <span className="flex justify-end gap-3 whitespace-nowrap tabular">
        {failed > 0 && <span className="text-destructive">{formatCount(failed)} failed</span>}
        <span className="text-muted-foreground">{formatProgress(run)}</span>
      </span>
    </li>
  );
}

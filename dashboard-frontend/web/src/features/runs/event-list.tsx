import { classNameOf } from "@furu/core/format/identity";
import { formatCount, plural } from "@furu/core/format/number";
import { clockTime, exactTime } from "@furu/core/format/time";
import { eventWord, hasExperiment } from "@furu/core/runs";
import { useState } from "react";
import { Digest } from "@/components/digest";
import { ExperimentLink } from "@/components/experiment-link";
import { Hint } from "@/components/hint";
import { Section, SectionNote } from "@/components/section";
import { ShapeIcon } from "@/components/state-icon";
import { Took } from "@/components/times";
import { Button } from "@/components/ui/button";
import type { RunEvent } from "@furu/core/api/schema.gen";

interface EventListProps {
  readonly events: readonly RunEvent[];
  /** Lines that could not be read. */
  readonly damaged: number;
}

/** Events that are shown at first, so that what stands below them is not far away. */
const SHOWN = 24;

/** What happened last, the newest first. */
export function EventList({ events, damaged }: EventListProps) {
  const [all, setAll] = useState(false);
  return (
    <Section title="Latest events" count={formatCount(events.length)}>
      {events.length === 0 && <SectionNote>Nothing has happened yet.</SectionNote>}
      {damaged > 0 && <SectionNote>{plural(damaged, "damaged line")} passed over.</SectionNote>}
      <ol>
        {events.slice(0, all ? events.length : SHOWN).map((event) => (
          <Event key={`${event.at} ${event.kind} ${event.digest ?? ""}`} event={event} />
        ))}
      </ol>
      {!all && events.length > SHOWN && (
        <div className="border-t px-2 py-1.5">
          <Button variant="ghost" size="sm" onClick={() => setAll(true)}>
            Show {formatCount(events.length - SHOWN)} more
          </Button>
        </div>
      )}
    </Section>
  );
}

function Event({ event }: { event: RunEvent }) {
  const { at, kind, message, seconds, worker } = event;
  const { word, row } = eventWord(kind);
  return (
    <li className="grid min-h-8 grid-cols-[64px_16px_minmax(0,1fr)_auto] items-center gap-x-2 border-b px-4 py-1 last:border-b-0">
      <Hint text={exactTime(at)}>
        <time dateTime={at} className="text-muted-foreground tabular">
          {clockTime(at)}
        </time>
      </Hint>
      {row === null ? <span /> : <ShapeIcon shape={row.shape} token={row.token} />}
      <span className="flex min-w-0 items-baseline gap-2">
        <Task event={event} />
        <span className="shrink-0 text-muted-foreground">{word}</span>
        {message !== null && (
          <span className="min-w-0 truncate font-mono text-xs text-muted-foreground" title={message}>
            {message.split("\n")[0]}
          </span>
        )}
      </span>
      <span className="text-muted-foreground" title={worker ?? undefined}>
        {seconds !== null && <Took seconds={seconds} />}
      </span>
    </li>
  );
}

const NAME = "flex max-w-[65%] shrink-0 items-baseline gap-2";

/** The task of an event; a link once there is something to see. */
function Task({ event: { namespace, digest, kind } }: { event: RunEvent }) {
  if (digest === null) {
    return null;
  }
  const name = (
    <>
      <span className="truncate">{namespace === null ? "task" : classNameOf(namespace)}</span>
      <Digest digest={digest} className="text-muted-foreground" />
    </>
  );
  return namespace === null || !hasExperiment(kind) ? (
    <span className={NAME}>{name}</span>
  ) : (
    <ExperimentLink namespace={namespace} digest={digest} className={NAME}>
      {name}
    </ExperimentLink>
  );
}

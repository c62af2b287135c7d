import { formatCount } from "@furu/core/format/number";
import { ChevronRight } from "lucide-react";
import { CopyButton } from "@/components/copy-button";
import { Digest } from "@/components/digest";
import { ExperimentLink } from "@/components/experiment-link";
import { Section, SectionNote } from "@/components/section";
import { ShapeIcon } from "@/components/state-icon";
import { Ago } from "@/components/times";
import { Traceback } from "@/components/traceback";
import type { RunDetail, TaskFailure } from "@furu/core/api/schema.gen";

/** What failed, the latest first; each opens to its traceback. */
export function FailedTasks({ detail: { failures, failures_total } }: { detail: RunDetail }) {
  return (
    <Section title="Failures" count={formatCount(failures_total)}>
      <ul>
        {failures.map((failure) => (
          <li key={failure.digest} className="border-b last:border-b-0">
            <Failure failure={failure} />
          </li>
        ))}
      </ul>
      {failures_total > failures.length && (
        <SectionNote>The latest {formatCount(failures.length)} are shown.</SectionNote>
      )}
    </Section>
  );
}

function Failure({ failure }: { failure: TaskFailure }) {
  const { namespace, class_name, digest, message, at, error } = failure;
  return (
    <details className="group">
      <summary className="grid cursor-default list-none grid-cols-[16px_16px_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-0.5 px-2.5 py-1.5 hover:bg-accent [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-faint-foreground transition-transform duration-100 group-open:rotate-90"
        />
        <ShapeIcon shape="disc-cross" token="failed" label="failed" />
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium">{class_name}</span>
          <Digest digest={digest} className="text-muted-foreground" />
        </span>
        <Ago at={at} className="text-right text-muted-foreground" />
        <span
          className="col-span-2 col-start-3 truncate font-mono text-xs text-muted-foreground"
          title={message}
        >
          {message.split("\n")[0]}
        </span>
      </summary>
      <div className="flex flex-col gap-2 border-t bg-muted/50 px-4 py-3 md:pl-12">
        <div className="flex items-center gap-2">
          <ExperimentLink namespace={namespace} digest={digest} className="text-primary">
            Open the experiment
          </ExperimentLink>
          {error !== null && (
            <span className="ml-auto">
              <CopyButton what="traceback" text={error.traceback} />
            </span>
          )}
        </div>
        <Traceback text={error?.traceback ?? message} />
      </div>
    </details>
  );
}

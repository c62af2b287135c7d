import { classNameOf } from "@furu/core/format/identity";
import { useQuery } from "@tanstack/react-query";
import { FAILED } from "./home-lists";
import { AllLink } from "@/components/all-link";
import { ExperimentName } from "@/components/experiment-link";
import { Section, SectionNote } from "@/components/section";
import { Ago } from "@/components/times";
import { queries } from "@/hooks/queries";
import type { Experiment } from "@furu/core/api/schema.gen";

/** The latest failures with what they said. */
export function FailureList({ total }: { total: number }) {
  const { data } = useQuery(queries.experiments(FAILED.search, FAILED.shown));
  return (
    <Section
      title="Latest failures"
      count={total}
      actions={total > FAILED.shown && <AllLink search={FAILED.search} what="failed" />}
    >
      {total === 0 && <SectionNote className="border-b">No experiment has failed.</SectionNote>}
      <ul>
        {data?.items.map((experiment) => (
          <li key={experiment.id} className="flex flex-col gap-0.5 border-b px-4 py-1.5 hover:bg-accent">
            <span className="flex h-5 items-center gap-4">
              <ExperimentName experiment={experiment} />
              <Ago at={experiment.updated_at} className="ml-auto shrink-0 text-muted-foreground" />
            </span>
            <FailureMessage experiment={experiment} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function FailureMessage({ experiment: { error_type, error_message, state } }: { experiment: Experiment }) {
  if (error_message === null) {
    return (
      <span className="pl-6 text-muted-foreground">
        {state === "crashed" ? "Its process is gone and left no message." : "No message was recorded."}
      </span>
    );
  }
  return (
    <span className="truncate pl-6 font-mono text-xs" title={error_message}>
      {error_type !== null && <span className="text-destructive">{classNameOf(error_type)}: </span>}
      <span className="text-muted-foreground">{error_message.split("\n")[0]}</span>
    </span>
  );
}

import { useQuery } from "@tanstack/react-query";
import { RUNNING } from "./home-lists";
import { AllLink } from "@/components/all-link";
import { ExperimentName } from "@/components/experiment-link";
import { LeafList } from "@/components/leaf-list";
import { Section, SectionNote } from "@/components/section";
import { Elapsed } from "@/components/times";
import { queries } from "@/hooks/queries";

/** What is being computed at this moment, the longest first. */
export function RunningList({ total }: { total: number }) {
  const { data } = useQuery(queries.experiments(RUNNING.search, RUNNING.shown));
  const items = data?.items ?? [];
  return (
    <Section
      title="Running now"
      count={total}
      actions={total > RUNNING.shown && <AllLink search={RUNNING.search} what="running" />}
    >
      {data !== undefined && items.length === 0 && (
        <SectionNote className="border-b">Nothing is running.</SectionNote>
      )}
      <ul>
        {items.map((experiment) => (
          <li key={experiment.id} className="flex h-8 items-center gap-4 border-b px-4 hover:bg-accent">
            <ExperimentName experiment={experiment} />
            <span className="hidden min-w-0 flex-1 sm:flex">
              <LeafList leaves={experiment.config} limit={5} />
            </span>
            <span className="ml-auto flex shrink-0 items-center gap-3">
              <span className="hidden text-muted-foreground sm:inline">{experiment.host}</span>
              {experiment.started_at !== null && (
                <Elapsed since={experiment.started_at} className="min-w-14 text-right" />
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

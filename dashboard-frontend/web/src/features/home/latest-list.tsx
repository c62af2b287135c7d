import { useQuery } from "@tanstack/react-query";
import { LATEST } from "./home-lists";
import { AllLink } from "@/components/all-link";
import { ExperimentName } from "@/components/experiment-link";
import { LeafList } from "@/components/leaf-list";
import { Section } from "@/components/section";
import { Ago, Took } from "@/components/times";
import { queries } from "@/hooks/queries";

/** The newest experiments. */
export function LatestList({ total }: { total: string }) {
  const { data } = useQuery(queries.experiments(LATEST.search, LATEST.shown));
  return (
    <Section title="Latest" count={total} actions={<AllLink search={LATEST.search} what="experiments" />}>
      <ul>
        {data?.items.map((experiment) => (
          <li
            key={experiment.id}
            className="flex h-8 items-center gap-4 border-b px-4 last:border-b-0 hover:bg-accent"
          >
            <ExperimentName experiment={experiment} />
            <span className="hidden min-w-0 flex-1 sm:flex">
              <LeafList leaves={experiment.config} limit={6} />
            </span>
            <span className="ml-auto flex shrink-0 items-center gap-3 text-muted-foreground">
              <span className="hidden sm:inline">
                <Took seconds={experiment.duration_s} />
              </span>
              <Ago at={experiment.created_at} className="inline-block min-w-14 text-right" />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

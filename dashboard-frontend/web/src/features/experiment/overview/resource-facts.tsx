import { resourceFacts } from "@furu/core/experiment/resources";
import { Fact, FactList } from "@/components/fact-list";
import { Section, SectionNote } from "@/components/section";
import type { AttemptRecord } from "@furu/core/api/schema.gen";

/** Where the last attempt ran, and what it took. */
export function ResourceFacts({ attempt }: { attempt: AttemptRecord }) {
  const { owner, backend, resources, run } = attempt;
  return (
    <Section title="Where and with what" count={`attempt ${String(attempt.number)}`}>
      <FactList>
        <Fact label="Host">
          {owner.user}@{owner.host}
        </Fact>
        <Fact label="Process">
          {owner.pid}
          <span className="text-muted-foreground">
            {" "}
            · {owner.slurm_job === null ? backend : `Slurm job ${owner.slurm_job}`}
          </span>
        </Fact>
        <Fact label="Run" mono>
          {run}
        </Fact>
        {resources !== null &&
          resourceFacts(resources).map(({ label, text }) => (
            <Fact key={label} label={label}>
              <span className="tabular">{text}</span>
            </Fact>
          ))}
      </FactList>
      {resources === null && attempt.outcome !== null && (
        <SectionNote className="pt-0">What it took was not recorded.</SectionNote>
      )}
    </Section>
  );
}

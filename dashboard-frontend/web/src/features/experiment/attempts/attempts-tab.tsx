import { AttemptLine } from "./attempt-line";
import { Timeline } from "./timeline";
import { Section, SectionNote } from "@/components/section";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

/** Every run of its computation: when, where, how it ended, and why. */
export function AttemptsTab({ detail: { attempts, experiment } }: { detail: ExperimentDetail }) {
  const last = attempts.at(-1);
  if (last === undefined) {
    return <SectionNote>It was never attempted.</SectionNote>;
  }
  return (
    <div className="divide-y">
      {attempts.length > 1 && <Timeline attempts={attempts} state={experiment.state} />}
      <Section title="Attempts" count={attempts.length}>
        <ol reversed>
          {attempts.toReversed().map((attempt) => (
            <li key={attempt.number} className="border-b last:border-b-0">
              <AttemptLine
                attempt={attempt}
                state={attempt.outcome ?? (attempt === last ? experiment.state : "crashed")}
                unfolded={attempt === last}
              />
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}

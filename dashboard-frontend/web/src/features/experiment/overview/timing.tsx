import { reasonOf } from "@furu/core/experiment/reason";
import { againstUsual, describeUsual } from "@furu/core/experiment/usual";
import { useQuery } from "@tanstack/react-query";
import { UsualBar } from "./usual-bar";
import { Fact, FactList } from "@/components/fact-list";
import { Section } from "@/components/section";
import { Ago, Elapsed, Took } from "@/components/times";
import { fileQueries } from "@/hooks/file-queries";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

/** When it ran and for how long, beside what is usual for its class. */
export function Timing({ detail }: { detail: ExperimentDetail }) {
  const { experiment, attempts, success } = detail;
  const { id, state, created_at, started_at, updated_at, duration_s } = experiment;
  const { data: usual } = useQuery(fileQueries.usual({ id, updated: updated_at }));
  const last = attempts.at(-1);
  const compared = duration_s === null || usual === undefined ? null : againstUsual(duration_s, usual);
  return (
    <Section title="State and time">
      <FactList>
        <Fact label="Reason">{reasonOf(detail)}</Fact>
        <Fact label="Created">
          <Ago at={created_at} />
        </Fact>
        {started_at !== null && (
          <Fact label="Started">
            <Ago at={started_at} />
          </Fact>
        )}
        {last?.ended_at != null && (
          <Fact label="Ended">
            <Ago at={last.ended_at} />
          </Fact>
        )}
        <Fact label="Duration">
          {state === "running" && started_at !== null ? (
            <Elapsed since={started_at} />
          ) : (
            <Took seconds={duration_s} />
          )}
          {compared !== null && <span className="text-muted-foreground"> · {compared}</span>}
        </Fact>
        <Fact label="Usually">
          {usual === undefined ? (
            <span className="text-faint-foreground">…</span>
          ) : (
            <span className="text-muted-foreground">{describeUsual(usual)}</span>
          )}
        </Fact>
        {attempts.length > 0 && (
          <Fact label="Attempts">
            {attempts.length}
            {success !== null && attempts.length > 1 && (
              <span className="text-muted-foreground">, the {ordinal(success.attempt)} succeeded</span>
            )}
          </Fact>
        )}
      </FactList>
      {usual !== undefined && usual.count >= 3 && (
        <UsualBar usual={usual} seconds={state === "success" ? duration_s : null} />
      )}
    </Section>
  );
}

function ordinal(number: number): string {
  const last = number % 10;
  const teen = Math.floor((number % 100) / 10) === 1;
  return `${String(number)}${teen ? "th" : last === 1 ? "st" : last === 2 ? "nd" : last === 3 ? "rd" : "th"}`;
}

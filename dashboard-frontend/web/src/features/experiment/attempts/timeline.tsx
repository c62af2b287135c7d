import { placedAttempts } from "@furu/core/experiment/timeline";
import { stateRow } from "@furu/core/states";
import { Hint } from "@/components/hint";
import { Section } from "@/components/section";
import { useNow } from "@/hooks/use-now";
import type { AttemptRecord, State } from "@furu/core/api/schema.gen";

/** The attempts on one line of time, so that one sees how they follow each other. */
export function Timeline({ attempts, state }: { attempts: readonly AttemptRecord[]; state: State }) {
  const now = useNow(10_000);
  const placed = placedAttempts(attempts, state, now);
  return (
    <Section title="Timeline">
      <ol aria-label="Timeline of the attempts" className="flex flex-col gap-1 px-4 py-3">
        {placed.map(({ number, state: ended, start, width, text }) => (
          <li key={number} className="grid grid-cols-[32px_minmax(0,1fr)] items-center gap-2">
            <span className="text-muted-foreground tabular">#{number}</span>
            <span className="relative h-4 rounded-sm bg-muted">
              <Hint text={text}>
                <span
                  role="img"
                  aria-label={text}
                  className="absolute inset-y-0.5 min-w-1 rounded-[3px]"
                  style={{
                    left: `${String(start)}%`,
                    width: `${String(width)}%`,
                    background: `var(--state-${stateRow(ended).state})`,
                  }}
                />
              </Hint>
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

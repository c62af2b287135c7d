import { nameOf } from "@furu/core/compare/table";
import type { Comparison } from "@furu/core/api/schema.gen";

const SHOWN = 5;

/** Why the digests differ from the baseline's, a sentence each. */
export function Reasons({ comparison: { experiments, why } }: { comparison: Comparison }) {
  if (why.length === 0) {
    return null;
  }
  const line = ({ id, sentence }: Comparison["why"][number]) => {
    const one = experiments.find((experiment) => experiment.id === id);
    return (
      <li key={id} className="[overflow-wrap:anywhere]">
        <span className="font-mono text-xs text-muted-foreground">
          {one === undefined ? id : nameOf(one)}
        </span>{" "}
        {sentence}
      </li>
    );
  };
  return (
    <section aria-label="Why the digests differ" className="sticky left-0 max-w-[100cqw] border-b px-4 py-2">
      <ul className="space-y-0.5">{why.slice(0, SHOWN).map(line)}</ul>
      {why.length > SHOWN && (
        <details>
          <summary className="cursor-default py-0.5 text-muted-foreground">
            and {String(why.length - SHOWN)} more
          </summary>
          <ul className="space-y-0.5">{why.slice(SHOWN).map(line)}</ul>
        </details>
      )}
    </section>
  );
}

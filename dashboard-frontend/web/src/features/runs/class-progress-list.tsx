import { moduleOf } from "@furu/core/format/identity";
import { is } from "@furu/core/query/write";
import { experimentsWhere } from "@furu/core/search";
import { formatProgress } from "@furu/core/runs";
import { Link } from "@tanstack/react-router";
import { Section, SectionNote } from "@/components/section";
import { StandingBar } from "@/components/standing-bar";
import { Took } from "@/components/times";
import type { ClassProgress } from "@furu/core/api/schema.gen";

/** How far each class is; each is a link to its experiments. */
export function ClassProgressList({ classes }: { classes: readonly ClassProgress[] }) {
  return (
    <Section title="Classes" count={classes.length}>
      {classes.length === 0 && <SectionNote>It has no tasks.</SectionNote>}
      <ul>
        {classes.map((item) => (
          <li key={item.namespace}>
            <Link
              to="/experiments"
              search={experimentsWhere(is("class", item.namespace))}
              title={item.namespace}
              className="grid min-h-9 grid-cols-[minmax(0,1fr)_minmax(0,1fr)_88px] items-center gap-3 border-b px-4 last:border-b-0 hover:bg-accent sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_96px_112px]"
            >
              <span className="truncate font-medium">
                {item.class_name}
                <span className="sr-only"> {moduleOf(item.namespace)}</span>
              </span>
              <StandingBar counts={item.standings} />
              <span className="text-right text-muted-foreground tabular">{formatProgress(item)}</span>
              <span className="hidden text-right text-muted-foreground sm:inline">
                <Each {...item} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What one task took in this run; before any has, what one took in earlier ones. */
function Each({ took_s, estimated_s }: ClassProgress) {
  const seconds = took_s ?? estimated_s;
  return seconds === null ? null : (
    <>
      <Took seconds={seconds} /> {took_s === null ? "before" : "each"}
    </>
  );
}

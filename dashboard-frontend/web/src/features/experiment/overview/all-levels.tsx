import { problemOf } from "@furu/core/api/problem";
import { formatCount } from "@furu/core/format/number";
import { experimentsWhere } from "@furu/core/search";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ExperimentName } from "@/components/experiment-link";
import { Section, SectionNote } from "@/components/section";
import { Button } from "@/components/ui/button";
import { queries } from "@/hooks/queries";

interface AllLevelsProps {
  readonly title: string;
  /** The part of a query that finds them. */
  readonly condition: string;
  readonly nothing: string;
}

const SHOWN = 100;

/** Everything that is reached through other experiments, with its state. */
export function AllLevels({ title, condition, nothing }: AllLevelsProps) {
  const search = experimentsWhere(condition);
  const { data, error } = useQuery(queries.experiments(search, SHOWN));
  return (
    <Section
      title={title}
      {...(data === undefined ? {} : { count: formatCount(data.total) })}
      actions={
        <Button asChild variant="ghost" size="sm">
          <Link to="/experiments" search={search} aria-label={`Table of all ${title.toLowerCase()}`}>
            Table
          </Link>
        </Button>
      }
    >
      {error !== null && <SectionNote>{problemOf(error).detail}</SectionNote>}
      {data?.total === 0 && <SectionNote>{nothing}</SectionNote>}
      <ul aria-label={title} className="max-h-80 overflow-y-auto py-1 empty:hidden">
        {data?.items.map((experiment) => (
          <li key={experiment.id} className="flex h-7 items-center px-4 hover:bg-accent">
            <ExperimentName experiment={experiment} />
          </li>
        ))}
        {data !== undefined && data.total > SHOWN && (
          <li className="px-4 py-1 text-muted-foreground">and {formatCount(data.total - SHOWN)} more</li>
        )}
      </ul>
    </Section>
  );
}

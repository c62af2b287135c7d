import { moduleOf } from "@furu/core/format/identity";
import { formatCount } from "@furu/core/format/number";
import { is } from "@furu/core/query/write";
import { experimentsWhere, WHOLE_GRAPH } from "@furu/core/search";
import { Link } from "@tanstack/react-router";
import { Section } from "@/components/section";
import { StateBar } from "@/components/state-bar";
import { Button } from "@/components/ui/button";
import type { ClassCount } from "@furu/core/api/schema.gen";

/** Every class with its share of states; each is a link to its experiments. */
export function ClassTable({ classes }: { classes: readonly ClassCount[] }) {
  return (
    <Section
      title="Classes"
      count={classes.length}
      actions={
        <Button asChild variant="ghost" size="sm">
          <Link to="/graph" search={WHOLE_GRAPH}>
            Graph
          </Link>
        </Button>
      }
    >
      <ul>
        {classes.map(({ namespace, class_name, total, states }) => (
          <li key={namespace}>
            <Link
              to="/experiments"
              search={experimentsWhere(is("class", namespace))}
              title={namespace}
              className="grid h-8 grid-cols-[minmax(0,1fr)_128px_44px] items-center gap-3 border-b px-4 hover:bg-accent"
            >
              <span className="truncate font-medium">
                {class_name}
                <span className="sr-only"> {moduleOf(namespace)}</span>
              </span>
              <StateBar counts={states} />
              <span className="text-right text-muted-foreground tabular">{formatCount(total)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

import { StateLabel } from "@/components/state-label";
import { Ago, Elapsed, Took } from "@/components/times";
import { Badge } from "@/components/ui/badge";
import { useMeaning } from "@/hooks/use-meta";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

/** The line below the header: state and what it means, name, tags, when and how long. */
export function Summary({ detail: { experiment } }: { detail: ExperimentDetail }) {
  const { state, name, tags, created_at, started_at, duration_s } = experiment;
  const meaning = useMeaning(state);
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
      <StateLabel state={state} className="font-medium" />
      {name !== null && <span className="min-w-0 truncate text-base font-medium">{name}</span>}
      {tags.length > 0 && (
        <ul aria-label="Tags" className="flex min-w-0 flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag} className="flex max-w-full min-w-0">
              <Badge title={tag}>
                <span className="truncate">{tag}</span>
              </Badge>
            </li>
          ))}
        </ul>
      )}
      <span className="hidden min-w-0 flex-1 truncate text-muted-foreground md:inline">{meaning}</span>
      <span className="ml-auto flex items-center gap-3 text-muted-foreground">
        {state === "running" && started_at !== null ? (
          <span>
            running for <Elapsed since={started_at} />
          </span>
        ) : (
          duration_s !== null && (
            <span>
              took <Took seconds={duration_s} className="text-foreground" />
            </span>
          )
        )}
        {created_at !== null && (
          <span>
            created <Ago at={created_at} className="text-foreground" />
          </span>
        )}
      </span>
    </div>
  );
}

import { problemOf } from "@furu/core/api/problem";
import { plural } from "@furu/core/format/number";
import { countSelected } from "@furu/core/selection";
import { listOfExperiments } from "@furu/core/snippets";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useCopy } from "@/hooks/use-copy";
import { MOST_IDS, MOST_SNIPPETS, useGathering } from "@/hooks/use-gathering";
import type { Say } from "@/hooks/use-notice";
import type { Selection } from "@furu/core/selection";

/** Copy the ids of what is selected, or Python that builds it. */
export function CopyActions({ selection, say }: { selection: Selection; say: Say }) {
  const { copy } = useCopy();
  const gathering = useGathering(selection);
  const count = countSelected(selection);
  const take = async (
    gathered: Promise<readonly string[]>,
    what: string,
    many: string,
    join: (all: readonly string[]) => string,
  ) => {
    try {
      const all = await gathered;
      await copy(join(all), what);
      say(`Copied ${plural(all.length, what, many)}`);
    } catch (error) {
      say(problemOf(error).detail, { wrong: true });
    }
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost">Copy</Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem
          disabled={count > MOST_IDS}
          onSelect={() => void take(gathering.ids(), "id", "ids", (ids) => ids.join("\n"))}
        >
          Ids
        </DropdownMenuItem>
        <DropdownMenuItem
          disabled={count > MOST_SNIPPETS}
          onSelect={() =>
            void take(
              gathering.snippets(),
              "experiment as Python",
              "experiments as Python",
              listOfExperiments,
            )
          }
        >
          <span className="flex-1">Python</span>
          {count > MOST_SNIPPETS && (
            <span className="text-xs text-muted-foreground">{MOST_SNIPPETS} at most</span>
          )}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

import { problemOf } from "@furu/core/api/problem";
import { refreshIndexed } from "@furu/core/api/queries";
import { formatCount, plural } from "@furu/core/format/number";
import { writeTarget } from "@furu/core/selection";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queries } from "./queries";
import type { Say } from "./use-notice";
import type { Labelled } from "@furu/core/api/schema.gen";
import type { Selection } from "@furu/core/selection";

/** Tag what is selected, and put it into collections; what comes of it is said, with a way back where it is exact. */
export function useLabelling(selection: Selection, say: Say) {
  const cache = useQueryClient();
  const tags = useMutation(queries.labelMany());
  const members = useMutation(queries.editMembers());
  const creating = useMutation(queries.createCollection());
  const target = writeTarget(selection);

  const wrong = (error: unknown) => say(whyNot(error), { wrong: true });
  const tag = (name: string, remove: boolean) =>
    tags.mutate(
      { ...target, ...(remove ? { remove_tags: [name] } : { add_tags: [name] }) },
      {
        onSuccess: (done) => {
          void refreshIndexed(cache);
          // Only where every one was changed is the opposite the way back.
          const exact = done.changed === done.total && done.failed === 0 && "ids" in target;
          say(said(done, name, remove), {
            wrong: done.failed > 0,
            undo: exact ? () => tag(name, !remove) : undefined,
          });
        },
        onError: wrong,
      },
    );
  return {
    busy: tags.isPending || members.isPending || creating.isPending,
    tag,
    pick: (slug: string, name: string, remove: boolean) =>
      members.mutate(
        { ...target, slug, remove },
        {
          onSuccess: ({ changed, size }) => {
            void refreshIndexed(cache);
            const what = `${plural(changed, "experiment")} ${remove ? "taken out of" : "added to"} ${name}`;
            say(`${what}, which has ${formatCount(size)} now`);
          },
          onError: wrong,
        },
      ),
    create: (name: string) =>
      creating.mutate(
        { ...target, name },
        {
          onSuccess: ({ size }) => {
            void refreshIndexed(cache);
            say(`${name} made, with ${plural(size, "experiment")}`);
          },
          onError: wrong,
        },
      ),
  };
}

function whyNot(error: unknown): string {
  const { detail, hint } = problemOf(error);
  return hint === null ? detail : `${detail} ${hint}`;
}

function said({ changed, failed, total, problems }: Labelled, name: string, remove: boolean): string {
  const done = `${plural(changed, "experiment")} ${remove ? "no longer tagged" : "tagged"} ${name}`;
  const same = total - changed - failed;
  const others = same > 0 ? `, ${formatCount(same)} ${remove ? "had it not" : "had it already"}` : "";
  const first = problems[0];
  return failed === 0 || first === undefined
    ? `${done}${others}`
    : `${done}${others}; ${formatCount(failed)} could not be: ${first.detail}`;
}

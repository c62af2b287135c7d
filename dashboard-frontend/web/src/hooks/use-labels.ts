import { refreshIndexed } from "@furu/core/api/queries";
import { problemOf } from "@furu/core/api/problem";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queries } from "./queries";
import type { OneLabelsBody } from "@furu/core/api/schema.gen";

/** Change what one experiment is called; the page shows it when the disk holds it. */
export function useLabels(id: string, done: () => void = () => undefined) {
  const cache = useQueryClient();
  const { mutate, isPending, error, variables } = useMutation({
    ...queries.labelOne(id),
    onSuccess: () => refreshIndexed(cache).then(done),
  });
  return {
    save: (part: OneLabelsBody) => mutate(part),
    saving: isPending ? variables : null,
    problem: error === null ? null : problemOf(error),
  };
}

import { newSlug, settingsOf } from "@furu/core/views";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { queries } from "./queries";
import type { View } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";

/** The saved views of the root, and what can be done with them. */
export function useViews() {
  const cache = useQueryClient();
  const { data } = useQuery(queries.views());
  const views = data?.items ?? [];
  const refresh = () => cache.invalidateQueries(queries.views());
  const save = useMutation({ ...queries.saveView(), onSettled: refresh });
  const remove = useMutation({ ...queries.deleteView(), onSettled: refresh });
  return {
    views,
    problem: save.error ?? remove.error,
    waiting: save.isPending || remove.isPending,
    /** Keep what is on screen under a new name; gives the new view. */
    create: (name: string, search: ExperimentsSearch) => {
      const slug = newSlug(
        name,
        views.map((view) => view.slug),
      );
      return save.mutateAsync({ slug, name, settings: settingsOf(search), expect: null });
    },
    update: ({ slug, version, record }: View, search: ExperimentsSearch) =>
      save.mutateAsync({ slug, name: record.name, settings: settingsOf(search), expect: version }),
    rename: ({ slug, version, record }: View, name: string) =>
      save.mutateAsync({ slug, name, settings: record.settings, expect: version }),
    remove: ({ slug, version }: View) => remove.mutateAsync({ slug, expect: version }),
  };
}

import { firstStream, logGroups } from "@furu/core/logs/streams";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { LogView } from "./log-view";
import { choices } from "./use-lines";
import { Empty } from "@/components/empty";
import { ProblemView } from "@/components/problem-view";
import { logQueries } from "@/hooks/log-queries";
import { queries } from "@/hooks/queries";
import type { Shown } from "./use-lines";

const NEW_LOGS_MS = 3000;

/** What the attempts of an experiment printed and logged: the end first, followed while it runs. */
export function LogsTab({ id }: { id: string }) {
  const { data: detail } = useSuspenseQuery(queries.experiment(id));
  const alive = ["running", "queued"].includes(detail.experiment.state);
  // A log is made at its first byte, which changes nothing in the index.
  const { data, error } = useQuery({ ...logQueries.list(id), refetchInterval: alive ? NEW_LOGS_MS : false });
  const [chosen, choose] = useState<{ place: string; shown: Shown | null }>({ place: "", shown: null });
  const groups = useMemo(() => logGroups(data?.items ?? []), [data]);
  const group = groups.find(({ place }) => place === chosen.place) ?? groups[0];
  if (error !== null) {
    return <ProblemView error={error} />;
  }
  if (group === undefined) {
    return data === undefined ? null : (
      <Empty title="No logs">
        {detail.attempts.length === 0
          ? "It was never attempted, so nothing was printed or logged."
          : "Its attempts printed and logged nothing. What _create prints appears here, and what it tells self.logger."}
      </Empty>
    );
  }
  const shown =
    choices(group).find((one) => one === chosen.shown) ?? firstStream(group.files) ?? group.files[0]?.stream;
  return (
    shown !== undefined && (
      <LogView
        key={`${group.place} ${shown}`}
        id={id}
        groups={groups}
        group={group}
        shown={shown}
        live={alive && group === groups[0]}
        choose={choose}
      />
    )
  );
}

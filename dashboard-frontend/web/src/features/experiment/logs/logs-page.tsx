import { shortDigest } from "@furu/core/format/identity";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { LogsTab } from "./logs-tab";
import { PageHeader } from "@/components/page-header";
import { StateLabel } from "@/components/state-label";
import { queries } from "@/hooks/queries";

const route = getRouteApi("/experiments/$id/logs");

/** The logs of an experiment on a page of their own, as high as the screen. */
export function LogsPage() {
  const { id } = route.useParams();
  const {
    data: { experiment },
  } = useSuspenseQuery(queries.experiment(id));
  const { class_name, digest, state } = experiment;
  return (
    <>
      <PageHeader
        tab={`Logs of ${class_name} ${shortDigest(digest)}`}
        title={
          <>
            Logs of{" "}
            <Link to="/experiments/$id" params={{ id }} className="underline-offset-4 hover:underline">
              {class_name} <span className="font-mono text-sm font-normal">{shortDigest(digest)}</span>
            </Link>
          </>
        }
        actions={<StateLabel state={state} />}
      />
      <LogsTab key={experiment.id} id={id} />
    </>
  );
}

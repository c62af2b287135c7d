import { Labels } from "./labels";
import { Neighbours } from "./neighbours";
import { ResourceFacts } from "./resource-facts";
import { Timing } from "./timing";
import { ErrorView } from "./error-view";
import { Facts } from "./facts";
import { SectionNote } from "@/components/section";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

/** How it stands: its state with the reason, times, resources, labels, and what it is connected with. */
export function OverviewTab({ detail }: { detail: ExperimentDetail }) {
  const { experiment, attempts } = detail;
  const last = attempts.at(-1);
  return (
    <div className="grid lg:min-h-full lg:grid-cols-[minmax(0,1fr)_minmax(340px,34%)]">
      <div className="min-w-0 divide-y">
        {last?.error != null && experiment.state !== "success" && <ErrorView error={last.error} />}
        {experiment.unreadable !== null && <SectionNote>Not readable: {experiment.unreadable}</SectionNote>}
        <Timing detail={detail} />
        {last !== undefined && <ResourceFacts attempt={last} />}
        <Labels key={experiment.id} detail={detail} />
      </div>
      <aside aria-label="About" className="min-w-0 divide-y border-t lg:border-t-0 lg:border-l">
        <Neighbours id={experiment.id} />
        <Facts detail={detail} />
      </aside>
    </div>
  );
}

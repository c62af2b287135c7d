import { lazy, Suspense } from "react";
import { OverviewTab } from "./overview/overview-tab";
import { SkeletonLines } from "@/components/skeleton-lines";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";
import type { Tab } from "@furu/core/experiment/tabs";
import type { ComponentType } from "react";

export interface TabProps {
  readonly detail: ExperimentDetail;
}

type TabComponent = ComponentType<TabProps>;

const ConfigTab = lazy(() => import("./config/config-tab").then((one) => ({ default: one.ConfigTab })));
const ResultsTab = lazy(() => import("./results/results-tab").then((one) => ({ default: one.ResultsTab })));
const FilesTab = lazy(() => import("./files/files-tab").then((one) => ({ default: one.FilesTab })));
const AttemptsTab = lazy(() =>
  import("./attempts/attempts-tab").then((one) => ({ default: one.AttemptsTab })),
);
const ReproduceTab = lazy(() =>
  import("./reproduce/reproduce-tab").then((one) => ({ default: one.ReproduceTab })),
);

const LogsTab = lazy(() =>
  import("./logs/logs-tab").then(({ LogsTab: Logs }) => ({
    default: ({ detail }: TabProps) => <Logs id={detail.experiment.id} />,
  })),
);

/** What each part of the page is drawn by; a part without one is not offered. */
const COMPONENTS: Readonly<Partial<Record<Tab, TabComponent>>> = {
  overview: OverviewTab,
  config: ConfigTab,
  results: ResultsTab,
  files: FilesTab,
  logs: LogsTab,
  attempts: AttemptsTab,
  reproduce: ReproduceTab,
};

export function isOffered(tab: Tab): boolean {
  return COMPONENTS[tab] !== undefined;
}

/** One part of the page, loaded when it is first asked for. */
export function TabContent({ tab, detail }: TabProps & { readonly tab: Tab }) {
  const Content = COMPONENTS[tab] ?? OverviewTab;
  return (
    <Suspense fallback={<SkeletonLines />}>
      <Content detail={detail} />
    </Suspense>
  );
}

import { configTree } from "@furu/core/tree/tree";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { CopyButton } from "@/components/copy-button";
import { SectionNote } from "@/components/section";
import { LineActions } from "@/components/tree/line-actions";
import { TreeView } from "@/components/tree/tree-view";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

const route = getRouteApi("/experiments/$id");

/** What it was computed from, down to the last leaf. */
export function ConfigTab({
  detail: { config, node_states, experiment, python },
}: {
  detail: ExperimentDetail;
}) {
  const { find = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const roots = useMemo(
    () => (config === null ? [] : configTree(config, node_states)),
    [config, node_states],
  );
  if (roots.length === 0) {
    return (
      <SectionNote>{config === null ? "Its config could not be read." : "It has no fields."}</SectionNote>
    );
  }
  return (
    <TreeView
      title="Config"
      roots={roots}
      find={find}
      setFind={(text) =>
        void navigate({ search: { tab: "config", ...(text === "" ? {} : { find: text }) }, replace: true })
      }
      actions={(node) => <LineActions node={node} source="config" namespace={experiment.namespace} />}
    >
      {python !== null && <CopyButton what="Python code" text={python} />}
    </TreeView>
  );
}

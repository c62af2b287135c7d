import { problemOf } from "@furu/core/api/problem";
import { shortDigest } from "@furu/core/format/identity";
import { configTree, resultTree } from "@furu/core/tree/tree";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { LabelsSection } from "./labels-section";
import { CopyButton } from "@/components/copy-button";
import { ExperimentLink } from "@/components/experiment-link";
import { NeighbourList } from "@/components/neighbour-list";
import { SectionNote } from "@/components/section";
import { SidePanel } from "@/components/side-panel";
import { StateLabel } from "@/components/state-label";
import { Ago, Elapsed, Took } from "@/components/times";
import { Button } from "@/components/ui/button";
import { ValueTree } from "@/components/value-tree";
import { queries } from "@/hooks/queries";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

interface InspectorProps {
  readonly id: string;
  readonly close: () => void;
}

/** One experiment beside the table; it follows the active row. */
export function Inspector({ id, close }: InspectorProps) {
  const { data: detail, error } = useQuery({
    ...queries.experiment(id),
    placeholderData: keepPreviousData,
    throwOnError: false,
  });
  return (
    <SidePanel name="Preview" side="right" initial={400} close={close}>
      <div className="flex h-8 shrink-0 items-center gap-1 border-b bg-rail pr-1 pl-3">
        {detail === undefined ? <span className="flex-1" /> : <Head detail={detail} />}
        <Button variant="ghost" size="icon-sm" aria-label="Close preview" onClick={close}>
          <X aria-hidden />
        </Button>
      </div>
      <div
        key={detail?.experiment.id}
        role="region"
        aria-label="Preview of the row"
        tabIndex={0}
        className="min-h-0 flex-1 divide-y overflow-y-auto focus-visible:-outline-offset-2"
      >
        {error !== null && detail === undefined && <SectionNote>{problemOf(error).detail}</SectionNote>}
        {detail !== undefined && <Body detail={detail} />}
      </div>
    </SidePanel>
  );
}

function Head({ detail: { experiment, python } }: { detail: ExperimentDetail }) {
  const { namespace, digest, class_name } = experiment;
  return (
    <h2 className="flex min-w-0 flex-1 items-center gap-1">
      <ExperimentLink namespace={namespace} digest={digest} className="flex min-w-0 items-baseline gap-2">
        <span className="truncate font-semibold">{class_name}</span>
        <span className="font-mono text-xs text-muted-foreground" title={digest}>
          {shortDigest(digest)}
        </span>
      </ExperimentLink>
      <CopyButton what="id" text={experiment.id} />
      {python !== null && <CopyButton what="Python" text={python} />}
    </h2>
  );
}

function Body({ detail }: { detail: ExperimentDetail }) {
  const { experiment, config, success, attempts } = detail;
  const error = attempts.at(-1)?.error ?? null;
  return (
    <>
      <Times detail={detail} />
      {error !== null && experiment.state !== "success" && (
        <p className="px-4 py-2 font-mono text-xs break-words text-destructive">
          {error.type}: {error.message}
        </p>
      )}
      {experiment.unreadable !== null && <SectionNote>Not readable: {experiment.unreadable}</SectionNote>}
      <LabelsSection key={experiment.id} detail={detail} />
      <ValueTree
        title="Config"
        roots={config === null ? [] : configTree(config, detail.node_states)}
        nothing={config === null ? "Its config could not be read." : "It has no fields."}
      />
      <ValueTree
        title="Result"
        roots={success === null ? [] : resultTree(success.result)}
        nothing={success === null ? "There is no result until an attempt succeeds." : "It returned nothing."}
      />
      <Dependencies id={experiment.id} />
    </>
  );
}

function Times({ detail: { experiment } }: { detail: ExperimentDetail }) {
  const { state, started_at, duration_s, created_at, host } = experiment;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-muted-foreground">
      <StateLabel state={state} className="text-foreground" />
      {state === "running" && started_at !== null ? (
        <Elapsed since={started_at} />
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
      {host !== null && <span className="truncate">on {host}</span>}
    </div>
  );
}

function Dependencies({ id }: { id: string }) {
  const { data } = useQuery(queries.dependencies(id));
  return data === undefined ? null : (
    <NeighbourList title="Dependencies" neighbours={data} nothing="It uses no other experiment." />
  );
}

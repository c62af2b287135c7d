import { getRouteApi } from "@tanstack/react-router";
import { Suspense } from "react";
import { FileView } from "./file-view";
import { Folder } from "./folder";
import { CopyButton } from "@/components/copy-button";
import { SectionNote } from "@/components/section";
import { SkeletonLines } from "@/components/skeleton-lines";
import { useRowKeys } from "@/hooks/use-row-keys";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

const route = getRouteApi("/experiments/$id");

/** What is in its folder: a tree on the left, the chosen file beside it. */
export function FilesTab({ detail: { experiment, directory } }: { detail: ExperimentDetail }) {
  const { path } = route.useSearch();
  const list = useRowKeys();
  const held = { id: experiment.id, updated: experiment.updated_at };
  return (
    <div className="flex min-h-0 flex-1 flex-col md:flex-row">
      <nav
        aria-label="Files"
        className="flex max-h-[40%] shrink-0 flex-col overflow-y-auto border-b md:max-h-none md:w-72 md:border-r md:border-b-0 xl:w-80"
      >
        <div className="flex h-10 shrink-0 items-center border-b pr-2 pl-4">
          <span className="truncate font-mono text-xs text-muted-foreground" title={directory}>
            {experiment.digest.slice(0, 8)}/
          </span>
          <span className="ml-auto">
            <CopyButton what="path of the folder" text={directory} />
          </span>
        </div>
        <ul ref={list} className="py-1">
          <Folder held={held} path="" chosen={path ?? ""} level={0} />
        </ul>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {path === undefined ? (
          <SectionNote>
            Choose a file to see it here. In <code className="font-mono text-xs">.furu</code> are the records,
            results and logs that furu keeps.
          </SectionNote>
        ) : (
          <Suspense key={path} fallback={<SkeletonLines />}>
            <FileView held={held} path={path} directory={directory} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

import { resultTree } from "@furu/core/tree/tree";
import { filePath, resultFiles, recordsIn } from "@furu/core/tree/records";
import { fileAddress } from "@furu/core/api/file-queries";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { RecordTable } from "./record-table";
import { Section, SectionNote } from "@/components/section";
import { LineActions } from "@/components/tree/line-actions";
import { TreeView } from "@/components/tree/tree-view";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

const route = getRouteApi("/experiments/$id");

/** What it computed: the value as a tree, its tables as tables, its images as images. */
export function ResultsTab({ detail: { success, experiment } }: { detail: ExperimentDetail }) {
  const { find = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const roots = useMemo(() => (success === null ? [] : resultTree(success.result)), [success]);
  if (success === null) {
    return <SectionNote>There is no result until an attempt succeeds.</SectionNote>;
  }
  if (success.loads === "class") {
    return (
      <SectionNote>
        Its class loads the result by itself, from what it wrote:{" "}
        <Link
          to="/experiments/$id"
          params={{ id: experiment.id }}
          search={{ tab: "files" }}
          className="text-primary underline underline-offset-4"
        >
          see its files
        </Link>
        .
      </SectionNote>
    );
  }
  const files = resultFiles(success);
  return (
    <>
      <Images id={experiment.id} files={files} />
      {recordsIn(success.result).map((table) => (
        <RecordTable key={table.path} table={table} />
      ))}
      {roots.length === 0 ? (
        <SectionNote>It returned nothing.</SectionNote>
      ) : (
        <TreeView
          title="Result"
          roots={roots}
          find={find}
          setFind={(text) =>
            void navigate({
              search: { tab: "results", ...(text === "" ? {} : { find: text }) },
              replace: true,
            })
          }
          actions={(node) => <LineActions node={node} source="result" namespace={experiment.namespace} />}
          leaf={(node) =>
            node.leaf?.kind === "file" && (
              <FileLeaf
                id={experiment.id}
                path={filePath(success.files, node.leaf.text, node.label)}
                name={node.leaf.text}
              />
            )
          }
        />
      )}
    </>
  );
}

/** A part of the result that is a file, as a link to its view. */
function FileLeaf({ id, path, name }: { id: string; path: string; name: string }) {
  return (
    <Link
      to="/experiments/$id"
      params={{ id }}
      search={{ tab: "files", path }}
      className="text-primary underline-offset-[3px] hover:underline"
    >
      {name}
    </Link>
  );
}

function Images({ id, files }: { id: string; files: readonly string[] }) {
  const images = files.filter((path) => /\.(png|jpe?g|gif|webp)$/i.test(path));
  return (
    images.length > 0 && (
      <Section title="Images" count={images.length}>
        <ul className="flex flex-wrap gap-3 px-4 py-3">
          {images.map((path) => (
            <li key={path}>
              <Link to="/experiments/$id" params={{ id }} search={{ tab: "files", path }}>
                <img
                  src={fileAddress(id, path, "image")}
                  alt={path}
                  loading="lazy"
                  className="max-h-64 max-w-full rounded-md border bg-white"
                />
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    )
  );
}

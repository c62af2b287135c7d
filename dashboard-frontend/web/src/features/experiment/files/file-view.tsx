import { fileAddress } from "@furu/core/api/file-queries";
import { problemOf } from "@furu/core/api/problem";
import { formatBytes } from "@furu/core/format/bytes";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { lazy, useState } from "react";
import { ImageView } from "./image-view";
import { PageView } from "./page-view";
import { CopyButton } from "@/components/copy-button";
import { SectionNote } from "@/components/section";
import { SkeletonLines } from "@/components/skeleton-lines";
import { Ago } from "@/components/times";
import { Button } from "@/components/ui/button";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { fileQueries } from "@/hooks/file-queries";
import type { Held } from "@furu/core/api/file-queries";
import type { FilePreview } from "@furu/core/api/schema.gen";

const TextView = lazy(() => import("./text-view").then((one) => ({ default: one.TextView })));
const JsonView = lazy(() => import("./json-view").then((one) => ({ default: one.JsonView })));
const TableView = lazy(() => import("./table-view").then((one) => ({ default: one.TableView })));

type Face = "value" | "text" | "page";

const FACES: Readonly<Partial<Record<FilePreview["kind"], readonly (readonly [Face, string])[]>>> = {
  json: [
    ["value", "Tree"],
    ["text", "Text"],
  ],
  html: [
    ["page", "Page"],
    ["text", "Source"],
  ],
};

interface FileViewProps {
  readonly held: Held;
  readonly path: string;
  readonly directory: string;
}

/** One file: what it is, what of it is shown, and the ways to have all of it. */
export function FileView({ held, path, directory }: FileViewProps) {
  const [part, setPart] = useState<"start" | "end">("start");
  const [face, setFace] = useState<Face | null>(null);
  const { data: file, error } = useQuery(fileQueries.preview(held, path, part));
  if (error !== null) {
    return <SectionNote>{problemOf(error).detail}</SectionNote>;
  }
  if (file === undefined) {
    return <SkeletonLines />;
  }
  const faces = file.kind === "json" && !file.has_value ? undefined : FACES[file.kind];
  const shown = face ?? faces?.[0]?.[0] ?? "text";
  return (
    <section aria-label={`File ${path}`} className="flex min-h-0 flex-1 flex-col">
      <FileHead
        held={held}
        file={file}
        whole={`${directory}/${path}`}
        faces={faces}
        shown={shown}
        choose={setFace}
        part={part}
        setPart={setPart}
      />
      {file.note !== null && (
        <p role="note" className="shrink-0 border-b bg-muted/60 px-4 py-1 text-muted-foreground">
          {file.note}
        </p>
      )}
      <Content held={held} file={file} face={shown} />
    </section>
  );
}

interface FileHeadProps {
  readonly held: Held;
  readonly file: FilePreview;
  /** Its path on the machine that the server runs on. */
  readonly whole: string;
  readonly faces: readonly (readonly [Face, string])[] | undefined;
  readonly shown: Face;
  readonly choose: (face: Face) => void;
  readonly part: "start" | "end";
  readonly setPart: (part: "start" | "end") => void;
}

/** Name, size and age, and what can be done with the file. */
function FileHead({ held, file, whole, faces, shown, choose, part, setPart }: FileHeadProps) {
  const { path } = file;
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 border-b px-4 py-1">
      <h2 className="min-w-0 truncate font-mono text-xs font-medium" title={path}>
        {file.name}
      </h2>
      <span className="text-muted-foreground tabular">{formatBytes(file.bytes)}</span>
      <Ago at={file.modified_at} className="text-muted-foreground" />
      <span className="ml-auto flex items-center gap-1">
        {faces !== undefined && (
          <ToggleGroup
            type="single"
            aria-label="Shown as"
            value={shown}
            onValueChange={(value) => value !== "" && choose(value as Face)}
          >
            {faces.map(([value, label]) => (
              <ToggleGroupItem key={value} value={value}>
                {label}
              </ToggleGroupItem>
            ))}
          </ToggleGroup>
        )}
        {file.truncated && shown === "text" && (
          <Button variant="ghost" size="sm" onClick={() => setPart(part === "start" ? "end" : "start")}>
            {part === "start" ? "Show the end" : "Show the start"}
          </Button>
        )}
        <CopyButton what="path" text={whole} />
        <Button asChild variant="ghost" size="icon-sm">
          <a
            href={fileAddress(held.id, path, "raw")}
            download={file.name}
            aria-label={`Download ${file.name}`}
          >
            <Download aria-hidden />
          </a>
        </Button>
      </span>
    </div>
  );
}

function Content({ held, file, face }: { held: Held; file: FilePreview; face: Face }) {
  switch (file.kind) {
    case "image":
      return <ImageView address={fileAddress(held.id, file.path, "image")} name={file.name} />;
    case "csv":
    case "jsonl":
    case "npy":
    case "npz":
    case "parquet":
      return <TableView held={held} path={file.path} />;
    case "html":
      return face === "page" ? (
        <PageView address={fileAddress(held.id, file.path, "page")} name={file.name} />
      ) : (
        <TextView file={file} />
      );
    case "json":
      return face === "value" && file.has_value ? (
        <JsonView value={file.value} name={file.name} />
      ) : (
        <TextView file={file} />
      );
    case "text":
      return <TextView file={file} />;
    case "none":
      return (
        <SectionNote>
          {file.note === null && "This kind of file is not shown here. "}
          <a
            href={fileAddress(held.id, file.path, "raw")}
            download={file.name}
            className="text-primary underline underline-offset-4"
          >
            Download it
          </a>{" "}
          ({formatBytes(file.bytes)}).
        </SectionNote>
      );
  }
}

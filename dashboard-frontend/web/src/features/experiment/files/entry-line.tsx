import { formatBytes } from "@furu/core/format/bytes";
import { Link } from "@tanstack/react-router";
import {
  Braces,
  ChevronRight,
  File,
  FileChartColumn,
  FileQuestionMark,
  FileText,
  Folder,
  Grid3x3,
  Image,
  Link2,
  PanelTop,
} from "lucide-react";
import { cn } from "@/components/ui/class-names";
import type { FileEntry } from "@furu/core/api/schema.gen";
import type { LucideIcon } from "lucide-react";

const ICONS: Readonly<Record<FileEntry["preview"], LucideIcon>> = {
  text: FileText,
  json: Braces,
  jsonl: Braces,
  csv: FileChartColumn,
  parquet: FileChartColumn,
  npy: Grid3x3,
  npz: Grid3x3,
  image: Image,
  html: PanelTop,
  none: File,
};

interface EntryLineProps {
  readonly id: string;
  readonly entry: FileEntry;
  readonly path: string;
  readonly chosen: string;
  readonly level: number;
  readonly open?: boolean;
  readonly toggle?: () => void;
}

const LINE =
  "flex h-7 w-full min-w-0 items-center gap-1.5 pr-3 text-left hover:bg-accent aria-[current=page]:bg-selected";

/** One name of the tree: a folder that opens, a file that is shown, or what cannot be opened. */
export function EntryLine({ id, entry, path, chosen, level, open, toggle }: EntryLineProps) {
  const { name, kind, bytes, preview, link } = entry;
  const indent = { paddingLeft: 12 + level * 16 };
  if (kind === "folder") {
    return (
      <li>
        <button type="button" data-row aria-expanded={open} onClick={toggle} className={LINE} style={indent}>
          <ChevronRight
            aria-hidden
            className={cn(
              "size-3.5 shrink-0 text-faint-foreground transition-transform",
              open && "rotate-90",
            )}
          />
          <Folder aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
          <Name text={name} />
        </button>
      </li>
    );
  }
  const Icon = ICONS[preview];
  return kind === "other" ? (
    <li
      className={cn(LINE, "text-muted-foreground")}
      style={indent}
      title="It leads elsewhere, or is no plain file"
    >
      <FileQuestionMark aria-hidden className="ml-5 size-3.5 shrink-0" />
      <Name text={name} />
      <span className="ml-auto text-xs">not shown</span>
    </li>
  ) : (
    <li>
      <Link
        data-row
        to="/experiments/$id"
        params={{ id }}
        search={{ tab: "files", path }}
        replace
        aria-current={path === chosen ? "page" : undefined}
        className={LINE}
        style={indent}
      >
        <Icon aria-hidden className="ml-5 size-3.5 shrink-0 text-muted-foreground" />
        <Name text={name} />
        {link && <Link2 aria-label="a link" className="size-3 shrink-0 text-faint-foreground" />}
        <span className="ml-auto shrink-0 pl-2 text-xs text-muted-foreground tabular">
          {bytes === null ? "" : formatBytes(bytes)}
        </span>
      </Link>
    </li>
  );
}

function Name({ text }: { text: string }) {
  return (
    <span className="truncate font-mono text-xs" title={text}>
      {text}
    </span>
  );
}

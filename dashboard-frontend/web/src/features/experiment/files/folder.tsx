import { NAMES_SHOWN } from "@furu/core/api/file-queries";
import { problemOf } from "@furu/core/api/problem";
import { formatCount } from "@furu/core/format/number";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EntryLine } from "./entry-line";
import { Button } from "@/components/ui/button";
import { fileQueries } from "@/hooks/file-queries";
import type { Held } from "@furu/core/api/file-queries";

interface FolderProps {
  readonly held: Held;
  readonly path: string;
  /** The file that is shown beside the tree. */
  readonly chosen: string;
  readonly level: number;
}

/** The names in a folder; what is inside a folder is asked for when it is opened. */
export function Folder({ held, path, chosen, level }: FolderProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(
    fileQueries.folder(held, path),
  );
  const pages = data?.pages ?? [];
  const last = pages.at(-1);
  if (error !== null) {
    return <li className="px-4 py-1 text-muted-foreground">{problemOf(error).detail}</li>;
  }
  const left = last === undefined ? 0 : last.total - last.offset - last.items.length;
  return (
    <>
      {pages.flatMap(({ items }) =>
        items.map((entry) => {
          const inner = path === "" ? entry.name : `${path}/${entry.name}`;
          return entry.kind === "folder" ? (
            <Branch key={inner} held={held} path={inner} name={entry.name} chosen={chosen} level={level} />
          ) : (
            <EntryLine key={inner} id={held.id} entry={entry} path={inner} chosen={chosen} level={level} />
          );
        }),
      )}
      {last?.total === 0 && (
        <li className="py-1 text-muted-foreground" style={{ paddingLeft: 16 + level * 16 }}>
          empty
        </li>
      )}
      {hasNextPage && (
        <li style={{ paddingLeft: 12 + level * 16 }}>
          <Button variant="ghost" size="sm" disabled={isFetching} onClick={() => void fetchNextPage()}>
            Show {formatCount(Math.min(NAMES_SHOWN, left))} of {formatCount(left)} more
          </Button>
        </li>
      )}
      {last?.more === true && !hasNextPage && (
        <li className="px-4 py-1 text-muted-foreground">
          Only the first {formatCount(last.total)} names of this folder are looked at.
        </li>
      )}
    </>
  );
}

interface BranchProps extends FolderProps {
  readonly name: string;
}

function Branch({ held, path, name, chosen, level }: BranchProps) {
  const [open, setOpen] = useState(chosen.startsWith(`${path}/`));
  return (
    <>
      <EntryLine
        id={held.id}
        entry={{ name, kind: "folder", link: false, bytes: null, modified_at: null, preview: "none" }}
        path={path}
        chosen={chosen}
        level={level}
        open={open}
        toggle={() => setOpen(!open)}
      />
      {open && <Folder held={held} path={path} chosen={chosen} level={level + 1} />}
    </>
  );
}

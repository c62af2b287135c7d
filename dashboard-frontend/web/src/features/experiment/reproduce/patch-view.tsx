import { problemOf } from "@furu/core/api/problem";
import { formatBytes } from "@furu/core/format/bytes";
import { useQuery } from "@tanstack/react-query";
import { CodeLines } from "@/components/code/code-lines";
import { Section, SectionNote } from "@/components/section";
import { SkeletonLines } from "@/components/skeleton-lines";
import { Button } from "@/components/ui/button";
import { fileQueries } from "@/hooks/file-queries";
import type { Held } from "@furu/core/api/file-queries";

interface PatchViewProps {
  readonly held: Held;
  readonly number: number;
  /** Where all of it is. */
  readonly address: string;
}

/** What was changed since the commit, as a patch in colours. */
export function PatchView({ held, number, address }: PatchViewProps) {
  const { data, error } = useQuery(fileQueries.patch(held, number));
  return (
    <Section
      title="Changes since the commit"
      {...(data === undefined ? {} : { count: formatBytes(data.bytes) })}
      actions={
        <Button asChild variant="ghost" size="sm">
          <a href={address} download>
            Download patch
          </a>
        </Button>
      }
    >
      {error !== null && <SectionNote>{problemOf(error).detail}</SectionNote>}
      {data === undefined && error === null && <SkeletonLines />}
      {data !== undefined && (
        <div className="flex h-96 flex-col">
          <CodeLines text={data.text} language="diff" label="Patch" />
        </div>
      )}
      {data?.truncated === true && (
        <SectionNote className="border-t">
          The first {formatBytes(data.text.length)} are shown; download it to see all.
        </SectionNote>
      )}
    </Section>
  );
}

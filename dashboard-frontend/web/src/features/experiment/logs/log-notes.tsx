import { streamLabel } from "@furu/core/logs/streams";
import type { Problem } from "@furu/core/api/schema.gen";
import type { LogStream } from "@furu/core/logs/streams";

interface LogNotesProps {
  readonly apart: readonly LogStream[];
  readonly problem: Problem | null;
}

/** What is not among the lines, and why. */
export function LogNotes({ apart, problem }: LogNotesProps) {
  return (
    <>
      {apart.length > 0 && (
        <p className="border-b px-4 py-1.5 text-muted-foreground">
          Without times, nothing says where lines belong between others. So this leaves out{" "}
          {apart.map(streamLabel).join(" and ")}.
        </p>
      )}
      {problem !== null && (
        <p role="alert" className="border-b px-4 py-1.5 text-destructive">
          {problem.title}: {problem.detail}
        </p>
      )}
    </>
  );
}

import { useMemo } from "react";
import { CodeLines } from "@/components/code/code-lines";
import { SectionNote } from "@/components/section";
import type { FilePreview } from "@furu/core/api/schema.gen";

/** The text of a file, or the part of it that is shown, in the colours of its language. */
export function TextView({ file: { text, language, name, start } }: { file: FilePreview }) {
  const shown = useMemo(() => text ?? "", [text]);
  return shown === "" ? (
    <SectionNote>The file is empty.</SectionNote>
  ) : (
    <CodeLines text={shown} language={language} label={`Text of ${name}`} numbered={start === 0} />
  );
}

import { colouredLines } from "@/components/code/highlight";
import type { FilePreview } from "@furu/core/api/schema.gen";
import { CodePiece } from "@/components/code/code-piece";

interface CodeBlockProps {
  readonly text: string;
  readonly language: FilePreview["language"];
  readonly label: string;
}

/** A few lines of code, all of them drawn. */
export function CodeBlock({ text, language, label }: CodeBlockProps) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      className="max-h-96 overflow-auto px-4 py-3 font-mono text-xs leading-[18px]"
    >
      {colouredLines(text, language).map((line, place) => (
        <span key={place}>
          {line.map((piece, index) => (
            <CodePiece key={index} piece={piece} />
          ))}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}

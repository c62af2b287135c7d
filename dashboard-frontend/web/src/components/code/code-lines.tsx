import { useMemo, useRef } from "react";
import { CodePiece } from "./code-piece";
import { colouredLines } from "./highlight";
import { cn } from "@/components/ui/class-names";
import { useVirtualRows } from "@/hooks/use-virtual-rows";
import type { FilePreview } from "@furu/core/api/schema.gen";

const LINE = 18;

interface CodeLinesProps {
  readonly text: string;
  readonly language: FilePreview["language"];
  readonly label: string;
  readonly numbered?: boolean;
  readonly className?: string;
}

/** Lines of code in colours; only those in view are drawn. */
export function CodeLines({ text, language, label, numbered = false, className }: CodeLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => colouredLines(text.replace(/\n$/, ""), language), [text, language]);
  const { items, height } = useVirtualRows({ scroller, count: lines.length, rowHeight: LINE, header: 0 });
  const width = String(lines.length).length;
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={label}
      className={cn("min-h-0 flex-1 overflow-auto py-2 font-mono text-xs leading-[18px]", className)}
    >
      <div className="relative min-w-max" style={{ height }}>
        {items.map(({ index, start }) => {
          const line = lines[index] ?? [];
          return (
            <div
              key={index}
              className={cn(
                "absolute top-0 left-0 flex min-w-full whitespace-pre",
                groundOf(language, line[0]?.text),
              )}
              style={{ transform: `translateY(${String(start)}px)`, height: LINE }}
            >
              {numbered && (
                <span
                  aria-hidden
                  className="shrink-0 pr-4 pl-4 text-right text-faint-foreground select-none tabular"
                  style={{ width: `calc(${String(width)}ch + 32px)` }}
                >
                  {index + 1}
                </span>
              )}
              <span className={cn("pr-4", !numbered && "pl-4")}>
                {line.map((piece, place) => (
                  <CodePiece key={place} piece={piece} />
                ))}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The ground of a line of a patch. */
function groundOf(language: FilePreview["language"], first: string | undefined): string {
  if (language !== "diff" || first === undefined || first.startsWith("+++") || first.startsWith("---")) {
    return "";
  }
  if (first.startsWith("+")) {
    return "bg-[color-mix(in_oklab,var(--state-success)_10%,transparent)]";
  }
  return first.startsWith("-") ? "bg-[color-mix(in_oklab,var(--destructive)_9%,transparent)]" : "";
}

import "./ansi.css";
import { marked, spansOf } from "@furu/core/logs/ansi";
import { streamLabel } from "@furu/core/logs/streams";
import { cn } from "@/components/ui/class-names";
import { useLogRows } from "@/hooks/use-log-rows";
import type { Target } from "@/hooks/use-log-rows";
import type { MergedLine } from "@furu/core/logs/merge";
import type { Style } from "@furu/core/logs/ansi";

interface LogLinesProps {
  readonly lines: readonly MergedLine[];
  readonly names: readonly string[];
  readonly merged: boolean;
  readonly wrap: boolean;
  readonly found: string;
  readonly target: Target | null;
  readonly following: boolean;
  readonly ended: boolean;
  readonly setFollowing: (following: boolean) => void;
  readonly nearStart: () => void;
  readonly nearEnd: () => void;
}

/** The lines in view. Colours come from parsed codes; nothing of a line is ever taken for markup. */
export function LogLines({ lines, merged, wrap, found, ...options }: LogLinesProps) {
  const { scroller, onScroll, height, items, measure } = useLogRows(options);
  return (
    <div
      ref={scroller}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      aria-label="Lines of the log"
      className="log-lines min-h-0 flex-1 overflow-auto font-mono text-xs [overflow-anchor:none]"
    >
      <div className={cn("relative min-w-full", !wrap && "w-max")} style={{ height }}>
        {items.map(({ key, index, start }) => {
          const line = lines[index];
          return (
            line !== undefined && (
              <div
                key={key}
                ref={measure}
                data-index={index}
                className={cn(
                  "absolute top-0 left-0 flex min-h-5 min-w-full gap-3 px-4 leading-5",
                  wrap ? "w-full" : "w-max",
                  options.names[index] === options.target?.name && "bg-selected",
                )}
                style={{ transform: `translateY(${String(start)}px)` }}
              >
                {merged && (
                  <span className="w-16 shrink-0 text-muted-foreground select-none">
                    {streamLabel(line.stream)}
                  </span>
                )}
                <Line text={line.text} continues={line.continues} wrap={wrap} found={found} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

interface LineProps {
  readonly text: string;
  readonly continues: boolean;
  readonly wrap: boolean;
  readonly found: string;
}

function Line({ text, continues, wrap, found }: LineProps) {
  return (
    <span className={cn("min-w-0", wrap ? "[overflow-wrap:anywhere] whitespace-pre-wrap" : "whitespace-pre")}>
      {continues && (
        <span className="text-faint-foreground select-none" title="The line goes on">
          ↳{" "}
        </span>
      )}
      {marked(spansOf(text), found, false).map(({ text: piece, style, found: hit }, place) => (
        <span
          key={place}
          className={cn(
            style.bold && "font-semibold",
            style.italic && "italic",
            style.underline && "underline underline-offset-2",
            hit && "rounded-xs bg-primary/25 outline outline-primary/60",
          )}
          style={coloured(style)}
        >
          {piece}
        </span>
      ))}
    </span>
  );
}

function coloured({ colour, background, dim }: Style) {
  return {
    ...(colour === null ? {} : { color: `var(--ansi-${String(colour)})` }),
    ...(colour === null && dim ? { color: "var(--muted-foreground)" } : {}),
    ...(background === null
      ? {}
      : { backgroundColor: `color-mix(in oklab, var(--ansi-${String(background)}) 16%, transparent)` }),
  };
}

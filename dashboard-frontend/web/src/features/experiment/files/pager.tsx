import { ROWS_SHOWN } from "@furu/core/api/file-queries";
import { formatCount } from "@furu/core/format/number";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";

interface PagerProps {
  readonly offset: number;
  readonly total: number;
  readonly go: (offset: number) => void;
}

/** Which rows are shown, and the way to those before and after. */
export function Pager({ offset, total, go }: PagerProps) {
  return (
    <nav
      aria-label="Pages of rows"
      className="flex h-9 shrink-0 items-center gap-2 border-t px-4 text-muted-foreground tabular"
    >
      <span>
        {formatCount(offset)}–{formatCount(Math.min(offset + ROWS_SHOWN, total) - 1)} of {formatCount(total)}
      </span>
      <span className="ml-auto flex gap-1">
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Rows before"
          disabled={offset === 0}
          onClick={() => go(Math.max(0, offset - ROWS_SHOWN))}
        >
          <ChevronLeft aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Rows after"
          disabled={offset + ROWS_SHOWN >= total}
          onClick={() => go(offset + ROWS_SHOWN)}
        >
          <ChevronRight aria-hidden />
        </Button>
      </span>
    </nav>
  );
}

import { useLayoutEffect, useRef } from "react";
import type { RefObject } from "react";

interface ScrollAnchorOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rowHeight: number;
  /** Another list begins at its top. */
  readonly list: unknown;
  readonly idAt: (index: number) => string | undefined;
  readonly indexOf: (id: string) => number;
}

/**
 * Keep the rows in view where they are when others appear above them.
 *
 * At the very top, and with the pointer elsewhere, new rows simply come in.
 */
export function useScrollAnchor({ scroller, rowHeight, list, idAt, indexOf }: ScrollAnchorOptions): void {
  const anchor = useRef<{ id: string; index: number } | null>(null);
  const before = useRef(list);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return;
    }
    if (before.current !== list) {
      before.current = list;
      anchor.current = null;
      element.scrollTo({ top: 0 });
    }
    const held = anchor.current;
    const now = held === null ? -1 : indexOf(held.id);
    if (
      held !== null &&
      now >= 0 &&
      now !== held.index &&
      (element.scrollTop > 0 || element.matches(":hover"))
    ) {
      element.scrollBy({ top: (now - held.index) * rowHeight });
    }
    const index = Math.ceil(element.scrollTop / rowHeight);
    const id = idAt(index);
    anchor.current = id === undefined ? null : { id, index };
  });
}

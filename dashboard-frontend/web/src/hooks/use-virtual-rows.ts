import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";

interface VirtualRowsOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly rowHeight: number;
  /** Height of what sticks to the top of the scroller. */
  readonly header: number;
}

const BESIDE = 12;

/** The rows of a long list that are in view, and a few beside them. */
export function useVirtualRows({ scroller, count, rowHeight, header }: VirtualRowsOptions) {
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser is read in this render only
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: BESIDE,
    scrollPaddingEnd: header,
  });
  const items = virtualizer.getVirtualItems();
  return {
    items,
    first: items[0]?.index ?? 0,
    last: items.at(-1)?.index ?? 0,
    height: virtualizer.getTotalSize(),
    reveal: (index: number) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}

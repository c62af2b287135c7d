import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef } from "react";
import type { RefObject, UIEvent } from "react";

const ROW = 20;
const BESIDE = 20;
/** So near to an edge the next part is read. */
const NEAR = 400;

/** The line to bring into view, and how often it was asked for. */
export interface Target {
  readonly name: string;
  readonly asked: number;
}

interface LogRowsOptions {
  /** A name for each line that it keeps. */
  readonly names: readonly string[];
  readonly following: boolean;
  readonly target: Target | null;
  readonly setFollowing: (following: boolean) => void;
  readonly nearStart: () => void;
  readonly nearEnd: () => void;
  readonly ended: boolean;
}

/** The lines in view, whatever their height; the end stays in view while it is followed, and nothing jumps otherwise. */
export function useLogRows(options: LogRowsOptions) {
  const { names, following, target } = options;
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser is read in this render only
  const virtualizer = useVirtualizer({
    count: names.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: BESIDE,
    getItemKey: (index) => names[index] ?? index,
  });
  const reveal = useRef<typeof virtualizer.scrollToIndex>(virtualizer.scrollToIndex);
  const toEnd = useRef<typeof virtualizer.scrollToEnd>(virtualizer.scrollToEnd);
  const height = virtualizer.getTotalSize();
  useHeldPlace(scroller, names, following);
  useLayoutEffect(() => {
    if (following && names.length > 0) {
      toEnd.current();
    }
  }, [names, following, height]);
  const shown = useRef(0);
  useLayoutEffect(() => {
    const place = target === null || target.asked === shown.current ? -1 : names.indexOf(target.name);
    if (place >= 0 && target !== null) {
      shown.current = target.asked;
      reveal.current(place, { align: "center" });
    }
  }, [target, names]);
  const onScroll = useEdges(options);
  return {
    scroller,
    onScroll,
    height,
    items: virtualizer.getVirtualItems(),
    measure: virtualizer.measureElement,
  };
}

/** Keep the lines in view where they are when others are read before them. */
function useHeldPlace(
  scroller: RefObject<HTMLElement | null>,
  names: readonly string[],
  following: boolean,
): void {
  const before = useRef<string>(undefined);
  useLayoutEffect(() => {
    const held = before.current;
    before.current = names[0];
    const moved = held === undefined || following ? -1 : names.indexOf(held);
    const element = scroller.current;
    if (moved > 0 && element !== null) {
      element.scrollTo({ top: element.scrollTop + moved * ROW });
    }
  }, [scroller, names, following]);
}

/** Scrolling up stops following, reaching the end follows again, and near an edge more is read. */
function useEdges({ following, ended, setFollowing, nearStart, nearEnd }: LogRowsOptions) {
  const top = useRef(0);
  return ({ currentTarget }: UIEvent<HTMLElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    const below = scrollHeight - clientHeight - scrollTop;
    if (following && scrollTop < top.current - 2 && below > ROW) {
      setFollowing(false);
    } else if (!following && scrollTop > top.current && below < 2 && ended) {
      setFollowing(true);
    }
    top.current = scrollTop;
    if (!following && scrollTop < NEAR) {
      nearStart();
    }
    if (!ended && below < NEAR) {
      nearEnd();
    }
  };
}

import { useRef, useState } from "react";
import type { PointerEvent } from "react";

/** A width that is being dragged: what it is of, and how wide it is now. */
export interface Dragged {
  readonly what: string;
  readonly width: number;
}

interface DragWidthOptions {
  readonly commit: (what: string, width: number) => void;
  /** The least and the greatest width. */
  readonly bounds: readonly [number, number];
}

/** Drag an edge: the width follows the pointer, and is handed on when it is let go. */
export function useDragWidth({ commit, bounds: [least, most] }: DragWidthOptions) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const start = useRef({ x: 0, width: 0, way: 1 });

  /** Event handlers of an edge of the element around it; `way` is -1 where moving left makes that wider. */
  const edge = (what: string, way: 1 | -1 = 1) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.preventDefault();
      const width = event.currentTarget.parentElement?.offsetWidth ?? least;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, width, way };
      setDragged({ what, width });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) {
        const { x, width: from, way: by } = start.current;
        const next = Math.round(from + (event.clientX - x) * by);
        setDragged({ what, width: Math.max(least, Math.min(most, next)) });
      }
    },
    onPointerUp: () => {
      if (dragged !== null && dragged.width !== start.current.width) {
        commit(dragged.what, dragged.width);
      }
      setDragged(null);
    },
    onPointerCancel: () => setDragged(null),
  });
  return { dragged, edge };
}

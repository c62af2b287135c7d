import { useEffect, useRef, useState } from "react";
import type { Box, Layout, LayoutOptions } from "@furu/core/graph/layout";
import type { Arrow } from "@furu/core/graph/reach";

export interface LayoutQuestion {
  readonly number: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly options: LayoutOptions;
}

export interface LayoutAnswer {
  readonly number: number;
  readonly layout: Layout;
}

/** The layout of a graph, computed in a worker; the last one stays until the next is there. */
export function useGraphLayout(
  boxes: readonly Box[],
  arrows: readonly Arrow[],
  options: LayoutOptions,
): Layout | null {
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);
  const [layout, setLayout] = useState<Layout | null>(null);

  useEffect(() => {
    const started = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.number === asked.current) {
        setLayout(data.layout);
      }
    });
    worker.current = started;
    return () => {
      worker.current = null;
      started.terminate();
    };
  }, []);

  // The shape decides: counts may change with every refresh without anything being moved.
  const shape = JSON.stringify([boxes, arrows, options]);
  useEffect(() => {
    asked.current += 1;
    const [askedBoxes, askedArrows, askedOptions] = JSON.parse(shape) as [Box[], Arrow[], LayoutOptions];
    const question: LayoutQuestion = {
      number: asked.current,
      boxes: askedBoxes,
      arrows: askedArrows,
      options: askedOptions,
    };
    worker.current?.postMessage(question);
  }, [shape]);
  return layout;
}

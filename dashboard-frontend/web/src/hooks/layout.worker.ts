import { layoutGraph } from "@furu/core/graph/layout";
import type { LayoutAnswer, LayoutQuestion } from "./use-graph-layout";

/** Lays graphs out away from the thread that draws. */
self.addEventListener("message", ({ data }: MessageEvent<LayoutQuestion>) => {
  const { number, boxes, arrows, options } = data;
  const answer: LayoutAnswer = { number, layout: layoutGraph(boxes, arrows, options) };
  self.postMessage(answer);
});

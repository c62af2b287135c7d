import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";

/** Bring what a search found into view. */
export function useCanvasFocus(text: string): void {
  const { fitView, getNodes } = useReactFlow();
  useEffect(() => {
    if (text === "") {
      return;
    }
    const found = getNodes().filter(({ id }) => id.toLowerCase().includes(text.toLowerCase()));
    if (found.length > 0) {
      void fitView({ nodes: found, maxZoom: 1, padding: 0.3, duration: 150 });
    }
  }, [text, fitView, getNodes]);
}

import { useEffect, useState } from "react";
import type { RefObject } from "react";

/** Bring the focus to an element inside another, now or as soon as the coming change has drawn it. */
export function useFocusOnce(inside: RefObject<HTMLElement | null>, selector: string): () => void {
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    if (wanted > 0) {
      inside.current?.querySelector<HTMLElement>(selector)?.focus();
    }
  }, [wanted, inside, selector]);
  return () => setWanted((count) => count + 1);
}

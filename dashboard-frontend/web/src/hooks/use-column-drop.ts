import { useState } from "react";
import type { DragEvent } from "react";

interface Over {
  readonly path: string;
  readonly after: boolean;
}

/** Drag a header onto another one: it takes the place before or after it. */
export function useColumnDrop(place: (path: string, target: string, after: boolean) => void) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<Over | null>(null);
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  const handlers = (path: string) => ({
    draggable: true,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", path);
      setDragged(path);
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (dragged !== null && dragged !== path) {
        event.preventDefault();
        setOver({ path, after: isInRightHalf(event) });
      }
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent<HTMLElement>) => {
      event.preventDefault();
      if (dragged !== null && dragged !== path) {
        place(dragged, path, isInRightHalf(event));
      }
      end();
    },
    onDragEnd: end,
  });
  return { over, handlers };
}

function isInRightHalf({ currentTarget, clientX }: DragEvent<HTMLElement>): boolean {
  const { left, width } = currentTarget.getBoundingClientRect();
  return clientX > left + width / 2;
}

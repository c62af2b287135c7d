import type { RefObject } from "react";

const PADDING = 20;

/** How wide a column must be for all that is drawn of it now. */
export function useFit(scroller: RefObject<HTMLElement | null>) {
  return (path: string): number => {
    const cells = scroller.current?.querySelectorAll(`[data-column="${CSS.escape(path)}"]`) ?? [];
    return Math.ceil(Math.max(0, ...[...cells].map(contentWidth))) + PADDING;
  };
}

/** The width of what is inside, also of what is cut off. */
function contentWidth(element: Element): number {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().width;
}

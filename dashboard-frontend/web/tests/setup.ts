import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

/** What jsdom lacks and Radix, the virtualiser and the theme call. */
class StillObserver implements ResizeObserver {
  observe(): void {
    // Nothing is ever resized here.
  }

  unobserve(): void {
    // See observe.
  }

  disconnect(): void {
    // See observe.
  }
}

globalThis.ResizeObserver = StillObserver;
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.hasPointerCapture = () => false;
globalThis.CSS = { ...globalThis.CSS, escape: (text: string) => text.replace(/["\\\][.]/g, "\\$&") };
window.matchMedia = (media: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    matches: false,
    media,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });

beforeEach(() => localStorage.clear());
afterEach(cleanup);

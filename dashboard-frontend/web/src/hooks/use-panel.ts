import { useSyncExternalStore } from "react";
import { stored } from "./stored";
import { useDragWidth } from "./use-drag-width";
import type { Stored } from "./stored";

const wide = window.matchMedia("(min-width: 900px)");

function subscribeWide(changed: () => void): () => void {
  wide.addEventListener("change", changed);
  return () => wide.removeEventListener("change", changed);
}

/** Whether the window has room for panels beside what they belong to. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribeWide, () => wide.matches);
}

const BOUNDS = [200, 720] as const;
const STEP = 16;
const preferences = new Map<string, Stored>();

/** The width of a side panel, which people drag; kept from visit to visit. */
export function usePanelWidth(name: string, initial: number, way: 1 | -1) {
  const preference = preferences.get(name) ?? stored(`furu.${name}`);
  preferences.set(name, preference);
  const kept = useSyncExternalStore(preference.subscribe, () => preference.read());
  const set = (to: number) =>
    preference.write(String(Math.max(BOUNDS[0], Math.min(BOUNDS[1], Math.round(to)))));
  const { dragged, edge } = useDragWidth({ commit: (_, to) => set(to), bounds: BOUNDS });
  const width = dragged?.width ?? (Number(kept) || initial);
  return {
    width,
    bounds: BOUNDS,
    edge: edge(name, way),
    step: (towards: 1 | -1) => set(width + towards * way * STEP),
  };
}

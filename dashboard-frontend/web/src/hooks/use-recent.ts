import { readRecent, withRecent } from "@furu/core/query/recent";
import { useEffect, useSyncExternalStore } from "react";
import { stored } from "./stored";

const remembered = stored("furu.queries");

/** The queries that were asked here last, the newest first. */
export function useRecent() {
  const text = useSyncExternalStore(remembered.subscribe, remembered.read);
  return { recent: readRecent(text), forget: () => remembered.write("[]") };
}

/** Remember a query once it was answered. */
export function useRemembered(answered: string | null): void {
  useEffect(() => {
    if (answered !== null && answered !== "") {
      remembered.write(withRecent(remembered.read(), answered));
    }
  }, [answered]);
}

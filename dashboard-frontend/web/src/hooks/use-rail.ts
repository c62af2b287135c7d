import { useSyncExternalStore } from "react";
import { stored } from "./stored";

const preference = stored("furu.rail");

/** Whether the left rail shows icons only. */
export function useRail() {
  const collapsed = useSyncExternalStore(preference.subscribe, () => preference.read() === "collapsed");
  return { collapsed, toggle: () => preference.write(collapsed ? "open" : "collapsed") };
}

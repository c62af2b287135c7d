import { useSyncExternalStore } from "react";
import { stored } from "./stored";

const preference = stored("furu.logs.wrap");

/** Whether long lines of logs are wrapped. */
export function useWrap() {
  const wrap = useSyncExternalStore(preference.subscribe, () => preference.read() !== "no");
  return { wrap, setWrap: (next: boolean) => preference.write(next ? "yes" : "no") };
}

import { useSyncExternalStore } from "react";
import { stored } from "./stored";

/** The two faces of the filter bar: the query as text, or its clauses as tokens. */
export type Face = "text" | "tokens";

const preference = stored("furu.filter");

/** The face that this person prefers, and the way to choose the other. */
export function useFace() {
  const face = useSyncExternalStore(preference.subscribe, (): Face =>
    preference.read() === "tokens" ? "tokens" : "text",
  );
  return { face, turn: () => preference.write(face === "text" ? "tokens" : "text") };
}

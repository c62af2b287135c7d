import { useSuspenseQuery } from "@tanstack/react-query";
import { queries } from "./queries";
import type { Meta, State } from "@furu/core/api/schema.gen";

/** What the server says once about itself; loaded before anything is drawn. */
export function useMeta(): Meta {
  return useSuspenseQuery(queries.meta()).data;
}

/** The one explanation of a state, in the server's words. */
export function useMeaning(state: State): string {
  return useMeta().states.find((row) => row.state === state)?.meaning ?? "";
}

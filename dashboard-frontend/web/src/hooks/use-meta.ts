import { useSuspenseQuery } from "@tanstack/react-query";
import { queries } from "./queries";
import type { Meta, State } from "@furu/core/api/schema.gen";
import type { Standing } from "@furu/core/standings";

/** What the server says once about itself; loaded before anything is drawn. */
export function useMeta(): Meta {
  return useSuspenseQuery(queries.meta()).data;
}

/** The one explanation of a state, in the server's words. */
export function useMeaning(state: State): string {
  return useMeta().states.find((row) => row.state === state)?.meaning ?? "";
}

/** The one explanation of how a task stands, in the server's words. */
export function useStandingMeaning(standing: Standing): string {
  return useMeta().standings.find((row) => row.standing === standing)?.meaning ?? "";
}

import type { Client } from "./client";
import type { CompareSearch } from "../compare/search";

export interface Comparing {
  readonly signal: AbortSignal;
}

/** What is asked about several experiments side by side. */
export function createCompare(client: Client) {
  return {
    comparison: ({ ids, baseline }: Pick<CompareSearch, "ids" | "baseline">) => ({
      queryKey: ["compare", ids, baseline],
      queryFn: ({ signal }: Comparing) =>
        client.get("/api/compare", { signal, query: { ids, ...(baseline === "" ? {} : { baseline }) } }),
    }),
  };
}

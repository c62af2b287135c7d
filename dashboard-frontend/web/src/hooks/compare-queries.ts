import { createClient, fetchTransport } from "@furu/core/api/client";
import { createCompare } from "@furu/core/api/compare";

/** What this browser asks about several experiments side by side. */
export const compareQueries = createCompare(createClient(fetchTransport()));

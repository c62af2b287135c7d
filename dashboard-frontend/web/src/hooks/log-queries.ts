import { createClient, fetchTransport } from "@furu/core/api/client";
import { createLogs } from "@furu/core/api/logs";

/** What this browser asks about logs. */
export const logQueries = createLogs(createClient(fetchTransport()));

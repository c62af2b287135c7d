import { createClient, fetchTransport } from "@furu/core/api/client";
import { createQueries } from "@furu/core/api/queries";

/** The queries of this browser, against the server that served the page. */
export const queries = createQueries(createClient(fetchTransport()));

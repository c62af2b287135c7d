import { createClient, fetchTransport } from "@furu/core/api/client";
import { createFileQueries } from "@furu/core/api/file-queries";

/** The questions about the files of an experiment, against the server that served the page. */
export const fileQueries = createFileQueries(createClient(fetchTransport()));

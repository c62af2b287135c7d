import { addressOf } from "./client";
import type { Client } from "./client";
import type { LogMatches, LogPage, LogPlace, paths } from "./schema.gen";
import type { LogStream } from "../logs/streams";

const ADDRESS = "/api/experiments/{id}/logs/{place}/{stream}";

/** Which log is meant. */
export interface LogAddress {
  readonly id: string;
  readonly place: string;
  readonly stream: LogStream;
}

export type LogRange = NonNullable<paths[typeof ADDRESS]["get"]["parameters"]["query"]>;

export interface Asking {
  readonly signal: AbortSignal;
}

/**
 * What is asked about logs.
 *
 * Lines are read by bytes and joined by whoever shows them, so they are not kept in the cache; the list of logs is.
 */
export function createLogs(client: Client) {
  return {
    list: (id: string) => ({
      queryKey: ["logs", id],
      queryFn: ({ signal }: Asking) => client.get("/api/experiments/{id}/logs", { signal, path: { id } }),
    }),

    page: (path: LogAddress, query: LogRange, signal: AbortSignal): Promise<LogPage> =>
      client.get(ADDRESS, { path, query, signal }),

    /** Lines with a text, or what looks like errors when the text is empty. */
    search: (
      path: LogAddress,
      query: { readonly q: string; readonly case: boolean; readonly offset: number },
      signal: AbortSignal,
    ): Promise<LogMatches> => client.get(`${ADDRESS}/search`, { path, query, signal }),

    moment: (path: LogAddress, at: string, signal: AbortSignal): Promise<LogPlace> =>
      client.get(`${ADDRESS}/moment`, { path, query: { at }, signal }),

    downloadAddress: (path: LogAddress): string => addressOf(`${ADDRESS}/download`, path, {}),
  };
}

export type Logs = ReturnType<typeof createLogs>;

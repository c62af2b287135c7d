import { addressOf } from "./client";
import type { Client } from "./client";
import type { Context } from "./queries";
import type { FileList } from "./schema.gen";

/** Names of a folder that come at once; the server allows up to 500. */
export const NAMES_SHOWN = 200;

/** Rows of a table that come at once. */
export const ROWS_SHOWN = 100;

/** The first part of every key here: other experiments' news do not concern the files of this one. */
export const FILES = "files";

/** An experiment as it was at some time: what is known of its files holds until it changes. */
export interface Held {
  readonly id: string;
  readonly updated: string | null;
}

/** Which rows of a file with a table. */
export interface TableRequest {
  readonly path: string;
  readonly offset: number;
  readonly sort: string;
  readonly filters: readonly (readonly [column: string, wanted: string])[];
  readonly member: string | null;
}

const FOLDER = "/api/experiments/{id}/files";

/** Where the bytes of a file are: as a download, an image, or a page for a frame. */
export function fileAddress(id: string, path: string, as: "raw" | "image" | "page"): string {
  return addressOf(`${FOLDER}/${as}`, { id }, { path });
}

/** Where the whole patch of an attempt is. */
export function patchAddress(id: string, number: number): string {
  return addressOf("/api/experiments/{id}/attempts/{number}/patch/raw", { id, number }, {});
}

/** One query-options object a resource of an experiment's files and attempts. */
export function createFileQueries(client: Client) {
  return {
    /** A folder, page after page. */
    folder: ({ id, updated }: Held, path: string) => ({
      queryKey: [FILES, "folder", id, updated, path] as const,
      initialPageParam: 0,
      queryFn: ({ signal, pageParam }: Context & { readonly pageParam: number }) =>
        client.get(FOLDER, { signal, path: { id }, query: { path, offset: pageParam, limit: NAMES_SHOWN } }),
      getNextPageParam: ({ offset, items, total }: FileList): number | undefined =>
        offset + items.length < total && items.length > 0 ? offset + items.length : undefined,
    }),

    preview: ({ id, updated }: Held, path: string, part: "start" | "end") => ({
      queryKey: [FILES, "preview", id, updated, path, part],
      queryFn: ({ signal }: Context) =>
        client.get(`${FOLDER}/preview`, { signal, path: { id }, query: { path, part } }),
    }),

    table: ({ id, updated }: Held, { path, offset, sort, filters, member }: TableRequest) => ({
      queryKey: [FILES, "table", id, updated, path, offset, sort, filters, member],
      retry: false,
      queryFn: ({ signal }: Context) =>
        client.get(`${FOLDER}/table`, {
          signal,
          path: { id },
          query: {
            path,
            offset,
            limit: ROWS_SHOWN,
            sort: sort === "" ? null : sort,
            column: filters.map(([column]) => column),
            wanted: filters.map(([, wanted]) => wanted),
            member,
          },
        }),
    }),

    usual: ({ id, updated }: Held) => ({
      queryKey: [FILES, "usual", id, updated],
      queryFn: ({ signal }: Context) => client.get("/api/experiments/{id}/usual", { signal, path: { id } }),
    }),

    patch: ({ id, updated }: Held, number: number) => ({
      queryKey: [FILES, "patch", id, updated, number],
      queryFn: ({ signal }: Context) =>
        client.get("/api/experiments/{id}/attempts/{number}/patch", { signal, path: { id, number } }),
    }),

    packages: ({ id, updated }: Held, number: number) => ({
      queryKey: [FILES, "packages", id, updated, number],
      queryFn: ({ signal }: Context) =>
        client.get("/api/experiments/{id}/attempts/{number}/packages", { signal, path: { id, number } }),
    }),
  };
}

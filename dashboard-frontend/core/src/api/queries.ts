import { FILES } from "./file-queries";
import { ApiProblem } from "./problem";
import { sortOrDefault } from "../search";
import type { Client } from "./client";
import type { ExperimentsSearch } from "../search";
import type {
  ManyLabelsBody,
  MembersBody,
  Meta,
  NewCollectionBody,
  OneLabelsBody,
  Stats,
  ViewBody,
} from "./schema.gen";
import type { QueryClient } from "@tanstack/query-core";

/** Rows a page of the experiments table; the server allows up to 500. */
export const PAGE_SIZE = 100;

/** Dependents shown before "show all": a shared dataset may have thousands. */
export const DEPENDENTS_SHOWN = 50;

/** Runs a page of the list; the server allows up to 200. */
export const RUNS_SHOWN = 50;

/** What the event stream says: how far the index is. */
export type Progress = Pick<Meta, "version" | "as_of" | "scanning"> & Pick<Stats, "total">;

/** What the event stream says of the runs: another version whenever any of them has news. */
export type RunsChanged = Pick<Meta, "version">;

/** Columns that the picker lists at once; a search finds the others. */
export const COLUMNS_SHOWN = 200;

/** Groups that the table shows; a filter brings the others. */
export const GROUPS_SHOWN = 200;

/** Tags that a menu lists. */
export const TAGS_SHOWN = 100;

/** Which rows, in which order, and what of them. */
export interface RowsRequest {
  readonly q: string;
  readonly sort: string;
  /** Fields and leaves whose values come beside the rows, separated by commas. */
  readonly columns: string;
  /** Whether rows carry the leaves of their configs and results. */
  readonly leaves: boolean;
}

/** Which groups, with which sums. */
export interface GroupsRequest {
  readonly q: string;
  readonly by: string;
  readonly columns: string;
  readonly sort: string;
}

const PAGE_KEPT_MS = 60_000;
const EVENTS_ADDRESS = "/api/events";
const MAX_PAGE = 500;

const keys = {
  meta: ["meta"],
  progress: ["progress"],
  stats: ["stats"],
  classGraph: ["class-graph"],
  page: (request: RowsRequest, page: number) => ["experiments", request, page],
  columns: (q: string, search: string) => ["columns", q, search],
  facets: (q: string, fields: string) => ["facets", q, fields],
  groups: (request: GroupsRequest) => ["groups", request],
  suggest: (q: string, pos: number) => ["suggest", q, pos],
  views: ["views"],
  tags: (q: string) => ["tags", q],
  collections: ["collections"],
  list: (search: ExperimentsSearch, limit: number) => ["experiment-list", search, limit],
  experiment: (id: string) => ["experiment", id],
  dependencies: (id: string) => ["dependencies", id],
  dependents: (id: string, limit: number) => ["dependents", id, limit],
  runsChanged: ["runs-changed"],
  runs: (page: number) => ["runs", page],
  run: (id: string) => ["run", id],
} as const;

export interface Context {
  readonly signal: AbortSignal;
}

/** One query-options object a resource, for loaders, hooks, prefetch and invalidation alike. */
// eslint-disable-next-line max-lines-per-function -- a table: one entry a resource
export function createQueries(client: Client) {
  return {
    eventsAddress: EVENTS_ADDRESS,

    meta: () => ({
      queryKey: keys.meta,
      queryFn: ({ signal }: Context) => client.get("/api/meta", { signal }),
    }),

    /** What the event stream said last; asked for once, then pushed. */
    progress: () => ({
      queryKey: keys.progress,
      queryFn: async ({ signal }: Context): Promise<Progress> => {
        const stats = await client.get("/api/stats", { signal });
        return { version: stats.version, as_of: stats.as_of, scanning: false, total: stats.total };
      },
    }),

    stats: () => ({
      queryKey: keys.stats,
      queryFn: ({ signal }: Context) => client.get("/api/stats", { signal }),
    }),

    /** One page of the table; pages out of view are soon forgotten, since there may be a thousand of them. */
    experimentsPage: (request: RowsRequest, page: number) => ({
      queryKey: keys.page(request, page),
      gcTime: PAGE_KEPT_MS,
      queryFn: ({ signal }: Context) =>
        client.get("/api/experiments", {
          signal,
          query: {
            q: request.q,
            sort: request.sort,
            columns: request.columns,
            leaves: request.leaves,
            offset: page * PAGE_SIZE,
            limit: PAGE_SIZE,
          },
        }),
    }),

    /** The fields and leaves that the matching experiments have. */
    columns: (q: string, search: string) => ({
      queryKey: keys.columns(q, search),
      queryFn: ({ signal }: Context) =>
        client.get("/api/columns", { signal, query: { q, search, limit: COLUMNS_SHOWN } }),
    }),

    /** The values of some fields with their counts; without any field those that the server proposes. */
    facets: (q: string, fields: string) => ({
      queryKey: keys.facets(q, fields),
      queryFn: ({ signal }: Context) => client.get("/api/facets", { signal, query: { q, fields } }),
    }),

    /** What can stand at a place of an unfinished query; asked for while somebody writes. */
    suggest: (q: string, pos: number) => ({
      queryKey: keys.suggest(q, pos),
      gcTime: PAGE_KEPT_MS,
      queryFn: ({ signal }: Context) => client.get("/api/suggest", { signal, query: { q, pos } }),
    }),

    groups: (request: GroupsRequest) => ({
      queryKey: keys.groups(request),
      queryFn: ({ signal }: Context) =>
        client.get("/api/groups", { signal, query: { ...request, offset: 0, limit: GROUPS_SHOWN } }),
    }),

    /** The first few of a filtered, sorted list, for the home page and the palette. */
    experiments: (search: ExperimentsSearch, limit: number) => ({
      queryKey: keys.list(search, limit),
      queryFn: ({ signal }: Context) =>
        client.get("/api/experiments", {
          signal,
          query: { ...filterOf(search), offset: 0, limit, leaves: true },
        }),
    }),

    /** The tags of the experiments that match, the most frequent first. */
    tags: (q: string) => ({
      queryKey: keys.tags(q),
      queryFn: ({ signal }: Context) => client.get("/api/tags", { signal, query: { q, limit: TAGS_SHOWN } }),
    }),

    /** Add tags to many experiments, or take them away. */
    labelMany: () => ({
      mutationFn: (body: ManyLabelsBody) => client.post("/api/labels", { body }),
    }),

    /** Name one experiment, set its tags, write its notes. */
    labelOne: (id: string) => ({
      mutationFn: (body: OneLabelsBody) => client.put("/api/experiments/{id}/labels", { path: { id }, body }),
    }),

    collections: () => ({
      queryKey: keys.collections,
      queryFn: ({ signal }: Context) => client.get("/api/collections", { signal }),
    }),

    createCollection: () => ({
      mutationFn: (body: NewCollectionBody) => client.post("/api/collections", { body }),
    }),

    /** Put experiments into a collection, or take them out. */
    editMembers: () => ({
      mutationFn: ({ slug, ...body }: MembersBody & { readonly slug: string }) =>
        client.post("/api/collections/{slug}/members", { path: { slug }, body }),
    }),

    views: () => ({
      queryKey: keys.views,
      queryFn: ({ signal }: Context) => client.get("/api/views", { signal }),
    }),

    /** Save a view as a whole, a new one or in place of the version that is known. */
    saveView: () => ({
      mutationFn: ({ slug, ...body }: ViewBody & { readonly slug: string }) =>
        client.put("/api/views/{slug}", { path: { slug }, body }),
    }),

    deleteView: () => ({
      mutationFn: ({ slug, expect }: { readonly slug: string; readonly expect: string }) =>
        client.delete("/api/views/{slug}", { path: { slug }, query: { expect } }),
    }),

    experiment: (id: string) => ({
      queryKey: keys.experiment(id),
      queryFn: ({ signal }: Context) => client.get("/api/experiments/{id}", { signal, path: { id } }),
    }),

    dependencies: (id: string) => ({
      queryKey: keys.dependencies(id),
      queryFn: ({ signal }: Context) =>
        client.get("/api/experiments/{id}/dependencies", { signal, path: { id } }),
    }),

    dependents: (id: string, limit: number) => ({
      queryKey: keys.dependents(id, limit),
      queryFn: ({ signal }: Context) =>
        client.get("/api/experiments/{id}/dependents", {
          signal,
          path: { id },
          query: { offset: 0, limit: Math.min(limit, MAX_PAGE) },
        }),
    }),

    /** One page of the runs, the newest first; pages are counted from 1. */
    runs: (page: number) => ({
      queryKey: keys.runs(page),
      queryFn: ({ signal }: Context) =>
        client.get("/api/runs", {
          signal,
          query: { offset: (page - 1) * RUNS_SHOWN, limit: RUNS_SHOWN },
        }),
    }),

    run: (id: string) => ({
      queryKey: keys.run(id),
      queryFn: ({ signal }: Context) => client.get("/api/runs/{id}", { signal, path: { id } }),
    }),

    /** Ask a run's driver to stop. */
    cancelRun: (id: string) => ({
      mutationFn: () => client.post("/api/runs/{id}/cancel", { path: { id } }),
    }),

    classGraph: () => ({
      queryKey: keys.classGraph,
      queryFn: ({ signal }: Context) => client.get("/api/graph/classes", { signal }),
    }),
  };
}

export type Queries = ReturnType<typeof createQueries>;

/** Take in what the event stream says: refresh what depends on the index, and only when the index changed. */
export function receiveProgress(cache: QueryClient, progress: Progress): void {
  const before = cache.getQueryData<Progress>(keys.progress);
  cache.setQueryData<Progress>(keys.progress, progress);
  if (before?.version !== progress.version) {
    void refreshIndexed(cache);
  }
}

/** Refetch everything on screen that the index answers; the rest is marked stale. */
export function refreshIndexed(cache: QueryClient): Promise<void> {
  return cache.invalidateQueries({ predicate: ({ queryKey }) => !NOT_INDEXED.has(queryKey[0]) });
}

const RUNS: ReadonlySet<unknown> = new Set([keys.runs(1)[0], keys.run("")[0]]);
const NOT_INDEXED: ReadonlySet<unknown> = new Set([
  keys.progress[0],
  keys.meta[0],
  keys.runsChanged[0],
  FILES,
  ...RUNS,
]);

/** Take in what the event stream says of the runs: refresh them when any has news. */
export function receiveRuns(cache: QueryClient, changed: RunsChanged): void {
  const before = cache.getQueryData<RunsChanged>(keys.runsChanged);
  cache.setQueryData<RunsChanged>(keys.runsChanged, changed);
  if (before?.version !== changed.version) {
    refreshRuns(cache);
  }
}

/** Refetch the runs on screen. */
export function refreshRuns(cache: QueryClient): void {
  void cache.invalidateQueries({ predicate: ({ queryKey }) => RUNS.has(queryKey[0]) });
}

/** Ask again whether the session still holds, after the event stream broke. */
export function recheckSession(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.meta });
}

/** A refusal will be refused again; an unreachable server may come back. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const refused = error instanceof ApiProblem && error.problem.status >= 400 && error.problem.status < 500;
  return !refused && failures < 2;
}

function filterOf(search: ExperimentsSearch) {
  return {
    sort: sortOrDefault(search),
    ...(search.q === "" ? {} : { q: search.q }),
  };
}

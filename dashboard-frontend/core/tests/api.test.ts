import { QueryClient } from "@tanstack/query-core";
import { describe, expect, it } from "vitest";
import { addressOf, createClient } from "@furu/core/api/client";
import { ApiProblem, problemOf } from "@furu/core/api/problem";
import { createQueries, receiveProgress, receiveRuns, shouldRetry } from "@furu/core/api/queries";
import type { Problem } from "@furu/core/api/schema.gen";

const refusal: Problem = {
  status: 401,
  code: "no_session",
  title: "No session",
  detail: "This browser has no session.",
  hint: "Open the printed address.",
  position: null,
  length: null,
  total: null,
  version: null,
};

/** A transport that remembers what it was asked and gives one answer. */
function answering(status: number, body: unknown) {
  const asked: string[] = [];
  const client = createClient((address) => {
    asked.push(address);
    return Promise.resolve({ status, body });
  });
  return {
    asked,
    queries: createQueries(client),
    cache: new QueryClient({ defaultOptions: { queries: { retry: false } } }),
  };
}

describe("addresses", () => {
  it("escapes ids and repeats lists", () => {
    expect(addressOf("/api/experiments/{id}", { id: "a.B@12/../x" }, {})).toBe(
      "/api/experiments/a.B%4012%2F..%2Fx",
    );
    expect(addressOf("/api/experiments", {}, { state: ["a", "b"], text: undefined, limit: 5 })).toBe(
      "/api/experiments?state=a&state=b&limit=5",
    );
  });

  it("asks for one page of the filtered, sorted list", async () => {
    const { asked, queries, cache } = answering(200, {
      items: [],
      total: 0,
      offset: 0,
      limit: 100,
      version: 1,
    });
    await cache.query(
      queries.experimentsPage({ q: "lr<1", sort: "-created", columns: "config.lr,user", leaves: false }, 2),
    );
    expect(asked).toEqual([
      "/api/experiments?q=lr%3C1&sort=-created&columns=config.lr%2Cuser&leaves=false&offset=200&limit=100",
    ]);
  });
});

describe("problems", () => {
  it("carry the server's words", async () => {
    const { queries, cache } = answering(401, refusal);
    const error: unknown = await cache.query(queries.meta()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiProblem);
    expect(problemOf(error)).toEqual(refusal);
  });

  it("are made up when something else answered", async () => {
    const { queries, cache } = answering(502, "<html>");
    const error: unknown = await cache.query(queries.meta()).catch((reason: unknown) => reason);
    expect(problemOf(error)).toMatchObject({ status: 502, title: "The server answered 502" });
  });

  it("are retried only when the server may come back", () => {
    expect(shouldRetry(0, new ApiProblem(refusal))).toBe(false);
    expect(shouldRetry(0, new ApiProblem({ ...refusal, status: 0 }))).toBe(true);
    expect(shouldRetry(2, new ApiProblem({ ...refusal, status: 0 }))).toBe(false);
  });
});

describe("the event stream", () => {
  const progress = { version: 7, as_of: "2025-11-22T12:00:00Z", scanning: false, total: 3 };

  it("makes what the index answers stale when the index changed, and what it does not answer never", async () => {
    const { queries, cache } = answering(200, { version: 7 });
    await cache.query(queries.stats());
    await cache.query(queries.meta());
    receiveProgress(cache, progress);
    expect(cache.getQueryState(queries.stats().queryKey)?.isInvalidated).toBe(true);
    expect(cache.getQueryState(queries.meta().queryKey)?.isInvalidated).toBe(false);
  });

  it("refreshes nothing when only the time moved on", async () => {
    const { queries, cache } = answering(200, { version: 7 });
    receiveProgress(cache, progress);
    await cache.query(queries.stats());
    receiveProgress(cache, { ...progress, as_of: "2025-11-22T12:00:09Z" });
    expect(cache.getQueryState(queries.stats().queryKey)?.isInvalidated).toBe(false);
    expect(cache.getQueryData(queries.progress().queryKey)).toMatchObject({ as_of: "2025-11-22T12:00:09Z" });
  });
});

describe("what changes something", () => {
  it("is posted", async () => {
    const asked: string[] = [];
    const client = createClient((address, _signal, method) => {
      asked.push(`${method} ${address}`);
      return Promise.resolve({ status: 200, body: {} });
    });
    await createQueries(client).cancelRun("20251122T120000-1-abcdef").mutationFn();
    expect(asked).toEqual(["POST /api/runs/20251122T120000-1-abcdef/cancel"]);
  });
});

describe("the runs", () => {
  it("are refreshed by their own news alone", async () => {
    const { asked, queries, cache } = answering(200, { version: 1 });
    await cache.query(queries.runs(2));
    await cache.query(queries.run("r"));
    await cache.query(queries.stats());
    expect(asked).toEqual(["/api/runs?offset=50&limit=50", "/api/runs/r", "/api/stats"]);
    const shown = [queries.runs(2), queries.run("r"), queries.stats()];
    const stale = () => shown.map((options) => cache.getQueryState(options.queryKey)?.isInvalidated);
    receiveProgress(cache, { version: 2, as_of: "", scanning: false, total: 0 });
    expect(stale()).toEqual([false, false, true]);
    receiveRuns(cache, { version: 1 });
    expect(stale()).toEqual([true, true, true]);
  });
});

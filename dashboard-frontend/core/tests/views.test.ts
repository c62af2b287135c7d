import { describe, expect, it } from "vitest";
import { readRecent, RECENT, withRecent } from "@furu/core/query/recent";
import { EVERY_EXPERIMENT } from "@furu/core/search";
import { isModified, newSlug, searchOfView, settingsOf } from "@furu/core/views";
import type { View } from "@furu/core/api/schema.gen";
import type { ExperimentsSearch } from "@furu/core/search";

const SEARCH: ExperimentsSearch = {
  ...EVERY_EXPERIMENT,
  q: "state:failed",
  sort: "-duration",
  columns: "state!,config.lr~120",
  group: "class",
  facets: "left",
};

const saved = (search: ExperimentsSearch): View => ({
  slug: "best",
  version: "1",
  record: {
    format: 1,
    name: "Best",
    settings: settingsOf(search),
    created_at: "2026-11-22T12:00:00Z",
    created_by: "ada",
    updated_at: "2026-11-22T12:00:00Z",
    updated_by: "ada",
  },
});

describe("a saved view", () => {
  it("brings back the URL that it was made of, and says whose it is", () => {
    expect(searchOfView(saved(SEARCH))).toEqual({ ...SEARCH, view: "best" });
    expect(searchOfView(saved(EVERY_EXPERIMENT))).toEqual({ ...EVERY_EXPERIMENT, view: "best" });
  });

  it("knows when something else is on screen", () => {
    expect(isModified(saved(SEARCH), SEARCH)).toBe(false);
    expect(isModified(saved(SEARCH), { ...SEARCH, preview: "a.B@12" })).toBe(false);
    expect(isModified(saved(SEARCH), { ...SEARCH, q: "state:running" })).toBe(true);
    expect(isModified(saved(SEARCH), { ...SEARCH, columns: "state" })).toBe(true);
  });

  it("has an address made of its name, which no other view has", () => {
    expect(newSlug("Best of Größe 3!", [])).toBe("best-of-gro-e-3");
    expect(newSlug("模型", [])).toBe("view");
    expect(newSlug("Best", ["best", "best-2"])).toBe("best-3");
  });
});

describe("recent queries", () => {
  it("stand once, the newest first, and are not too many", () => {
    const text = ["a", "b", "a"].reduce<string | null>(withRecent, null);
    expect(readRecent(text)).toEqual(["a", "b"]);
    const many = Array.from({ length: 30 }, (_, place) => String(place)).reduce<string | null>(
      withRecent,
      null,
    );
    expect(readRecent(many)).toHaveLength(RECENT);
    expect(readRecent(many)[0]).toBe("29");
  });

  it("are none where something else is stored", () => {
    expect(readRecent("{")).toEqual([]);
    expect(readRecent('{"a":1}')).toEqual([]);
    expect(readRecent('[1,"x"]')).toEqual(["x"]);
  });
});

import { describe, expect, it } from "vitest";
import {
  EVERY_EXPERIMENT,
  experimentsSearch,
  experimentsWhere,
  formatQuery,
  graphSearch,
  isFiltered,
  parseQuery,
  toggled,
} from "@furu/core/search";

describe("the table's view in the URL", () => {
  it("is empty when nothing was chosen", () => {
    expect(experimentsSearch({})).toEqual(EVERY_EXPERIMENT);
    expect(formatQuery({ ...EVERY_EXPERIMENT })).toBe("");
  });

  it("survives the way to a URL and back", () => {
    const search = experimentsSearch({
      q: "class:digits.train.Perceptron lr=0.1",
      sort: "-duration_s",
    });
    const url = formatQuery({ ...search });
    expect(url).toBe("?q=class:digits.train.Perceptron+lr%3D0.1&sort=-duration_s");
    expect(experimentsSearch(parseQuery(url))).toEqual(search);
  });

  it("ignores what it does not know", () => {
    expect(experimentsSearch({ colour: "red", facets: "below", q: 5 })).toEqual(EVERY_EXPERIMENT);
  });

  it("takes the first of several queries", () => {
    expect(experimentsSearch(parseQuery("?q=one&q=two")).q).toBe("one");
  });

  it("asks for what fulfils conditions", () => {
    expect(experimentsWhere("state:failed", "", "lr>1").q).toBe("state:failed lr>1");
  });

  it("reads text that is no valid escape as it stands", () => {
    expect(parseQuery("?q=100%")["q"]).toBe("100%");
  });

  it("leaves out the default sort, however it was written", () => {
    expect(experimentsSearch({ sort: "-created" }).sort).toBe("");
  });

  it("knows whether anything is filtered", () => {
    expect(isFiltered(EVERY_EXPERIMENT)).toBe(false);
    expect(isFiltered({ ...EVERY_EXPERIMENT, sort: "name" })).toBe(false);
    expect(isFiltered({ ...EVERY_EXPERIMENT, q: "x" })).toBe(true);
  });
});

describe("the graph's view in the URL", () => {
  it("keeps the selected class and the view", () => {
    expect(graphSearch(parseQuery("?select=a.B&view=table"))).toEqual({ select: "a.B", view: "table" });
    expect(graphSearch({ view: "cube" })).toEqual({ select: "", view: "" });
  });
});

it("toggles a value in a list", () => {
  expect(toggled(["a", "b"], "b")).toEqual(["a"]);
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
});

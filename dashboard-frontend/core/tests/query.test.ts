import { describe, expect, it } from "vitest";
import { ApiProblem, isRefusal, unreachable } from "@furu/core/api/problem";
import { markQuery, queryOfWords } from "@furu/core/query";

describe("a query that is not understood", () => {
  it("is cut where the error points", () => {
    expect(markQuery("lr<1 stpes>3", 5, 5)).toEqual({ before: "lr<1 ", wrong: "stpes", after: ">3" });
  });

  it("has nothing to mark where something is missing at its end", () => {
    expect(markQuery("lr<", 3, 1)).toEqual({ before: "lr<", wrong: "", after: "" });
  });

  it("is counted in characters, as the server does", () => {
    expect(markQuery("🧪 a<", 2, 1)).toEqual({ before: "🧪 ", wrong: "a", after: "<" });
  });

  it("is told from a server that does not answer", () => {
    expect(isRefusal(new ApiProblem({ ...unreachable(), status: 422 }))).toBe(true);
    expect(isRefusal(new ApiProblem({ ...unreachable(), status: 401 }))).toBe(false);
    expect(isRefusal(new ApiProblem(unreachable()))).toBe(false);
    expect(isRefusal(new Error("422"))).toBe(false);
  });
});

it("quotes words, so that each is looked for as it stands", () => {
  expect(queryOfWords(' lr>1 say"so\\ ')).toBe('"lr>1" "say\\"so\\\\"');
  expect(queryOfWords(" ")).toBe("");
});

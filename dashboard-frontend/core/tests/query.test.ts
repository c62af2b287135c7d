import { describe, expect, it } from "vitest";
import { ApiProblem, isRefusal, unreachable } from "@furu/core/api/problem";
import { is, queryOfWords, writeCondition } from "@furu/core/query/write";

describe("a query that is not understood", () => {
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

describe("a condition is written", () => {
  it("with one value or several", () => {
    expect(is("state", "failed")).toBe("state:failed");
    expect(is("class", "digits.train.Mlp")).toBe("class:digits.train.Mlp");
    expect(is("state", "failed", "crashed")).toBe("state in (failed, crashed)");
  });

  it("with its operator, turned round or not", () => {
    const field = "lr";
    expect(writeCondition({ field, operator: ">=", values: ["1e-3"] })).toBe("lr>=1e-3");
    expect(writeCondition({ field, operator: "between", values: ["", "5"] })).toBe("lr in ..5");
    expect(writeCondition({ field, operator: "has", values: [], negated: true })).toBe("not has:lr");
  });

  it("with quotes only where the text could not stand by itself", () => {
    expect(is("name", "two words")).toBe('name:"two words"');
    expect(is("name", "")).toBe('name:""');
    expect(is("name", 'a"b\\c\n')).toBe('name:"a\\"b\\\\c\\n"');
    expect(is("created", "2026-11-01T10:00")).toBe("created:2026-11-01T10:00");
    expect(writeCondition({ field: "x", operator: ">", values: ["=1"] })).toBe('x>"=1"');
    expect(is("name", "a:b", "or", "c")).toBe('name in ("a:b", "or", c)');
    expect(is("strange key", "1")).toBe('"strange key":1');
  });
});

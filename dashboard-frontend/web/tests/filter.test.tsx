import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useClauses } from "@/features/experiments/filter/use-clauses";
import { useDraftQuery } from "@/features/experiments/filter/use-draft-query";
import { clauseOf } from "@furu/core/query/edit";

describe("a query that is being written", () => {
  const written = () => {
    const asked: string[] = [];
    const hook = renderHook(({ q }) => useDraftQuery(q, (text) => asked.push(text)), {
      initialProps: { q: "a" },
    });
    return { ...hook, asked };
  };

  it("is asked when its field is left, once", () => {
    const { result, asked } = written();
    act(() => result.current.change(" a b "));
    expect(result.current.text).toBe(" a b ");
    act(() => result.current.apply());
    act(() => result.current.apply());
    expect(asked).toEqual(["a b"]);
  });

  it("is forgotten when it is given up, and when another query is shown", () => {
    const { result, rerender, asked } = written();
    act(() => result.current.change("x"));
    act(() => result.current.leave());
    act(() => result.current.apply());
    expect(result.current.text).toBe("a");
    act(() => result.current.change("a b"));
    act(() => result.current.apply());
    rerender({ q: "a b" });
    rerender({ q: "a" });
    expect(result.current.text).toBe("a");
    expect(asked).toEqual(["a b"]);
  });
});

it("knows the clauses that were edited here before the server says them", () => {
  const failed = clauseOf({ field: "state", operator: ":", values: ["failed"] });
  const asked: string[] = [];
  const { result, rerender } = renderHook(
    ({ q }) => useClauses(q, { q: "", clauses: [] }, (text) => asked.push(text)),
    { initialProps: { q: "" } },
  );
  act(() => result.current.edit([failed]));
  rerender({ q: "state:failed" });
  expect(asked).toEqual(["state:failed"]);
  expect(result.current).toMatchObject({ clauses: [failed], current: true });
  rerender({ q: "something:else" });
  expect(result.current.current).toBe(false);
});

import { describe, expect, it } from "vitest";
import { comparedIds, compareSearch, comparisonOf, MOST_COMPARED } from "@furu/core/compare/search";
import {
  asMarkdown,
  bestOf,
  canRank,
  cellText,
  compareParts,
  likelyBetter,
  sameAs,
} from "@furu/core/compare/table";
import type { CompareCell, CompareRow, Comparison, Experiment } from "@furu/core/api/schema.gen";

const cell = (text: string, number: number | null = null): CompareCell => ({
  kind: "value",
  text,
  number,
  id: null,
});
const missing: CompareCell = { kind: "missing", text: "", number: null, id: null };
const nothing: CompareCell = { kind: "null", text: "None", number: null, id: null };
const row = (path: string, cells: readonly CompareCell[], more: Partial<CompareRow> = {}): CompareRow => ({
  part: "config",
  path,
  differs: true,
  cells,
  plain: false,
  unit: "",
  ...more,
});

describe("a comparison", () => {
  const rows = [
    row("lr", [cell("0.1", 0.1), cell("0.2", 0.2)]),
    row("size", [cell("3", 3), cell("3", 3)], { differs: false }),
    row("accuracy", [cell("0.9", 0.9), missing], { part: "result" }),
  ];

  it("shows what differs, and counts what is equal", () => {
    const parts = compareParts(rows, false);
    expect(parts.map(({ label, rows: shown, equal }) => [label, shown.length, equal])).toEqual([
      ["Config", 1, 1],
      ["Result", 1, 0],
    ]);
    expect(compareParts(rows, true)[0]?.rows).toHaveLength(2);
  });

  it("tells missing, null and the text null apart", () => {
    expect(sameAs(row("note", [nothing, missing, cell("'None'"), nothing]), 0)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it("marks the best numbers by what is better", () => {
    const scores = row("score", [cell("1", 1), cell("3", 3), missing, cell("3", 3)]);
    expect([...bestOf(scores, "higher")]).toEqual([1, 3]);
    expect([...bestOf(scores, "lower")]).toEqual([0]);
    expect(canRank(scores)).toBe(true);
    expect(canRank(row("score", [cell("1", 1), missing]))).toBe(false);
    expect(likelyBetter(row("val.loss", []))).toBe("lower");
    expect(likelyBetter(row("accuracy", [], { part: "result" }))).toBe("higher");
  });

  it("writes amounts with their units", () => {
    expect(cellText(row("duration_s", [], { unit: "s" }), cell("72", 72))).toBe("1m 12s");
    expect(cellText(row("x", []), cell("72", 72))).toBe("72");
  });

  it("is Markdown that keeps its columns, whatever is in them", () => {
    const experiments = ["a", "b"].map(
      (id) => ({ id, class_name: "Train", digest: `${id}123456789` }) as Experiment,
    );
    const comparison: Comparison = {
      experiments,
      baseline: "a",
      rows: [row("text|`x`", [cell("'a|b\n*c*'"), missing])],
      why: [{ id: "b", sentence: "text is <b>." }],
      truncated: false,
    };
    expect(asMarkdown(comparison, false).split("\n")).toEqual([
      "|  | Train@a1234567 | Train@b1234567 |",
      "| --- | --- | --- |",
      "| **Config** |  |  |",
      "| ``text\\|`x``` | `'a\\|b *c*'` | – |",
      "",
      "- Train@b1234567: text is \\<b\\>.",
      "",
    ]);
  });
});

describe("the address of a comparison", () => {
  it("is read and written", () => {
    expect(compareSearch({ ids: "a@1,b@2", rows: "some", baseline: 12 })).toEqual({
      ids: "a@1,b@2",
      baseline: "12",
      rows: "",
    });
    expect(comparedIds(compareSearch({ ids: " a ,,b,a" }))).toEqual(["a", "b"]);
    expect(comparedIds(comparisonOf(Array.from({ length: 99 }, (_, at) => `n@${String(at)}`)))).toHaveLength(
      MOST_COMPARED,
    );
  });
});

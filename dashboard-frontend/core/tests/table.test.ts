import { describe, expect, it } from "vitest";
import { countLines, firstRow, lineAt, pagesFor } from "@furu/core/sections";
import {
  countSelected,
  describeSelection,
  isSelected,
  NOTHING_SELECTED,
  withMany,
  withOne,
  writeTarget,
} from "@furu/core/selection";
import { listOfExperiments } from "@furu/core/snippets";
import { pressSort, readSort, sortedBy, writeSort } from "@furu/core/sorting";

describe("sorting", () => {
  it("begins with a column's own direction, then turns round", () => {
    const once = pressSort("-created", "duration", "descending", false);
    expect([once, pressSort(once, "duration", "descending", false)]).toEqual(["-duration", "duration"]);
  });

  it("adds a second key, and turns it round in its place", () => {
    const two = pressSort("-duration", "state", "ascending", true);
    expect(two).toBe("-duration,state");
    expect(pressSort(two, "duration", "descending", true)).toBe("duration,state");
    expect(sortedBy(two, "state")).toEqual({ direction: "ascending", place: 2 });
    expect(sortedBy("-duration", "duration")).toEqual({ direction: "descending", place: null });
    expect(sortedBy(two, "host").direction).toBe("none");
  });

  it("reads what it writes, and passes over nothing", () => {
    expect(writeSort(readSort("-a,b,,-"))).toBe("-a,b");
    const odd = [
      { field: 'config.words.a,"b\\', descending: true },
      { field: "state", descending: false },
    ];
    expect(writeSort(odd)).toBe('-"config.words.a,\\"b\\\\",state');
    expect(readSort(writeSort(odd))).toEqual(odd);
  });
});

describe("a selection", () => {
  it("takes single ids in and out", () => {
    const one = withOne(NOTHING_SELECTED, "a");
    expect(isSelected(one, "a")).toBe(true);
    expect(countSelected(withOne(one, "a"))).toBe(0);
    expect(writeTarget(withMany(one, ["b", "a"]))).toEqual({ ids: ["a", "b"] });
  });

  it("of all matching is the query and the number that was seen", () => {
    const all = { kind: "all", q: "lr>1", expected: 12_431 } as const;
    expect(describeSelection(all)).toBe("all 12,431 matching selected");
    expect(isSelected(all, "anything")).toBe(true);
    expect(writeTarget(all)).toEqual({ q: "lr>1", expected: 12_431 });
    expect(withOne(all, "a")).toEqual({ kind: "some", ids: new Set(["a"]) });
  });
});

describe("lines of a table with groups", () => {
  const sections = [
    { key: "a", q: "x:a", head: "A", rows: 0 },
    { key: "b", q: "x:b", head: "B", rows: 250 },
    { key: "c", q: "x:c", head: "C", rows: 3 },
  ];
  const described = (index: number) => {
    const line = lineAt(sections, index);
    return line?.kind === "row" ? `${line.section.key}${String(line.place)}` : line?.head;
  };

  it("are the groups' own and the rows of those that are open", () => {
    expect(countLines(sections)).toBe(256);
    expect([0, 1, 2, 251, 252, 253, 255, 256].map(described)).toEqual([
      "A",
      "B",
      "b0",
      "b249",
      "C",
      "c0",
      "c2",
      undefined,
    ]);
    expect(firstRow(sections, "c")).toBe(253);
    expect(firstRow(sections, "z")).toBe(-1);
  });

  it("need the pages of the sections in view", () => {
    const pages = (first: number, last: number) =>
      pagesFor(sections, first, last, 100).map(({ section, page }) => `${section.key}${String(page)}`);
    expect(pages(0, 1)).toEqual([]);
    expect(pages(0, 20)).toEqual(["b0"]);
    expect(pages(95, 110)).toEqual(["b0", "b1"]);
    expect(pages(240, 255)).toEqual(["b2", "c0"]);
  });

  it("without groups are rows alone", () => {
    const plain = [{ key: "", q: "", head: null, rows: 5 }];
    expect(countLines(plain)).toBe(5);
    expect(lineAt(plain, 0)).toMatchObject({ kind: "row", place: 0 });
    expect(firstRow(plain, "")).toBe(0);
  });
});

it("writes several experiments as one list, each import once", () => {
  const one = "from a import B\n\nB(\n    x=1,\n)";
  const other = "from a import B\nimport c\n\nB(x=2)";
  expect(listOfExperiments([one, other])).toBe(
    "from a import B\nimport c\n\nexperiments = [\n    B(\n        x=1,\n    ),\n    B(x=2),\n]\n",
  );
});

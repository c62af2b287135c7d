import { describe, expect, test } from "vitest";
import { gitCommands, rootOf, shellLine } from "../src/experiment/code";
import { experimentSearch, tabBeside } from "../src/experiment/tabs";
import { placedAttempts } from "../src/experiment/timeline";
import { againstUsual, describeUsual } from "../src/experiment/usual";
import { findInTree } from "../src/tree/find";
import { jsonTree } from "../src/tree/json";
import { conditionOf, fieldOf } from "../src/tree/leaf";
import { recordsIn, resultFiles } from "../src/tree/records";
import { resultTree } from "../src/tree/tree";
import type { AttemptRecord, GitRecord, Usual } from "../src/api/schema.gen";

describe("the view in the address", () => {
  test("what is not understood is left out", () => {
    expect(experimentSearch({ tab: "nothing", path: 3, levels: "some" })).toEqual({});
    expect(experimentSearch({ tab: "files", path: "a/b", find: "x" })).toEqual({
      tab: "files",
      path: "a/b",
      find: "x",
    });
    expect(experimentSearch({ tab: "overview" })).toEqual({});
  });

  test("the next tab does not fall off the ends", () => {
    expect(tabBeside(["overview", "files"], "overview", 1)).toBe("files");
    expect(tabBeside(["overview", "files"], "files", 1)).toBe("files");
    expect(tabBeside(["overview", "files"], "overview", -1)).toBe("overview");
  });
});

describe("what is usual", () => {
  const usual: Usual = { count: 9, low: 1, lower: 8, median: 10, upper: 12, high: 20 };

  test.each([
    [10, "as usual"],
    [30, "3.0× longer than usual"],
    [13, "longer than usual"],
    [2, "5.0× shorter than usual"],
  ])("%d seconds are %s", (seconds, words) => {
    expect(againstUsual(seconds, usual)).toBe(words);
  });

  test("two successes make no custom", () => {
    expect(againstUsual(10, { ...usual, count: 2 })).toBeNull();
    expect(
      describeUsual({ count: 0, low: null, lower: null, median: null, upper: null, high: null }),
    ).toContain("No experiment");
  });
});

describe("the code of an attempt", () => {
  const git: GitRecord = {
    commit: "c0ffee",
    branch: "main",
    remote: "https://example.org/it's mine.git",
    dirty: true,
    patch: "ab",
    bundle: null,
    untracked: null,
    note: null,
  };

  test("comes back by git commands that a shell takes", () => {
    expect(gitCommands({ ...git, bundle: "abcd" }, "x.patch", "/root")).toEqual([
      `git clone 'https://example.org/it'\\''s mine.git' code`,
      "cd code",
      "git fetch /root/objects/bundles/ab/abcd HEAD",
      "git checkout --detach c0ffee",
      "git apply x.patch",
    ]);
    expect(gitCommands({ ...git, commit: null }, "x.patch", "")).toEqual([]);
    expect(rootOf("/r/data/a/B/ff", { namespace: "a.B", digest: "ff" })).toBe("/r");
    expect(shellLine(["python", "-c", "print($HOME)"])).toBe("python -c 'print($HOME)'");
  });
});

describe("trees", () => {
  test("a search shows what matches with what is above it", () => {
    const { rows, matches } = findInTree(jsonTree({ a: { deep: "Blue" }, b: 1 }), "blue");
    expect(rows.map(({ node }) => node.path)).toEqual(["a", "a.deep"]);
    expect(matches).toBe(1);
  });

  test("a leaf knows the field and the condition that find it, where the table has one", () => {
    const [rate, list] = resultTree({ rate: 0.5, list: [1], none: null, yes: true });
    expect(rate && conditionOf(rate, "result")).toBe("result.rate:0.5");
    const inner = list?.children?.()[0];
    expect(inner && fieldOf(inner, "result")).toBeNull();
    const [, , none, yes] = resultTree({ rate: 0.5, list: [1], none: null, yes: true });
    expect(none && conditionOf(none, "config")).toBe("config.none=null");
    expect(yes && conditionOf(yes, "config")).toBe("config.yes:true");
  });

  test("plain JSON is taken for nothing else", () => {
    const [only] = jsonTree({ x: { $: "node", namespace: "a.B", digest: "0" } });
    expect(only?.link).toBeNull();
    expect(only?.children?.().map(({ key }) => key)).toEqual(["$", "namespace", "digest"]);
  });

  test("a list of dicts is a table, and a nested one is not", () => {
    const [table] = recordsIn({ history: [{ epoch: 1, note: "a" }, { epoch: 2 }] });
    expect(table).toEqual({
      path: "history",
      columns: [
        { name: "epoch", numeric: true },
        { name: "note", numeric: false },
      ],
      rows: [
        ["1", "a"],
        ["2", ""],
      ],
      left: 0,
    });
    expect(recordsIn({ x: [{ a: [1] }, { a: [2] }] })).toEqual([]);
  });

  test("the files of a result are found", () => {
    const result = {
      plot: { $: "numpy", file: "plot.npy" },
      deep: [{ $: "frame", file: "t.parquet" }],
      own: { $: "file", path: "a.png" },
    };
    expect(resultFiles({ result, files: "result-1" })).toEqual([
      ".furu/result-1/plot.npy",
      ".furu/result-1/t.parquet",
      "a.png",
    ]);
  });
});

test("attempts stand in time one after another", () => {
  const attempt = (number: number, started_at: string, ended_at: string | null) =>
    ({ number, started_at, ended_at, outcome: null }) as unknown as AttemptRecord;
  const placed = placedAttempts(
    [attempt(1, "2026-01-01T00:00:00Z", null), attempt(2, "2026-01-01T00:00:50Z", "2026-01-01T00:01:40Z")],
    "failed",
    0,
  );
  expect(placed.map(({ start, width, state }) => [start, width, state])).toEqual([
    [0, 50, "crashed"],
    [50, 50, "failed"],
  ]);
});

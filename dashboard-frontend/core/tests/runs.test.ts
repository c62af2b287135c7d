import { describe, expect, it } from "vitest";
import {
  cancelEffect,
  commandLine,
  eventWord,
  formatLeft,
  formatProgress,
  formatRate,
  hasExperiment,
  shortRunId,
} from "@furu/core/runs";
import { runsSearch } from "@furu/core/search";
import { countOver, describeStandings, standingCounts, standingRow, STANDINGS } from "@furu/core/standings";

describe("standings", () => {
  it("are each told apart without colour", () => {
    expect(new Set(STANDINGS.map(({ shape }) => shape)).size).toBe(STANDINGS.length);
  });

  it("of one colour are drawn differently in a bar", () => {
    const drawn = STANDINGS.filter(({ fill }) => fill !== "empty").map(
      ({ token, fill }) => `${token} ${fill}`,
    );
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it("are counted in display order, and said in words", () => {
    const counts = { waiting: 2, done: 3, running: 1, failed: 0 };
    expect(standingCounts(counts).map(({ row, count }) => [row.standing, count])).toEqual([
      ["done", 3],
      ["running", 1],
      ["waiting", 2],
    ]);
    expect(countOver(counts)).toBe(3);
    expect(describeStandings(counts)).toBe("3 done, 1 running, 2 waiting");
    expect(describeStandings({})).toBe("no tasks");
  });

  it("that are not known are an error", () => {
    expect(() => standingRow("exploded" as "done")).toThrow("exploded");
  });
});

describe("runs", () => {
  it("are called by the end of their id", () => {
    expect(shortRunId("20251122T120000-4711-ab12cd")).toBe("ab12cd");
    expect(shortRunId("mine")).toBe("mine");
  });

  it.each([
    [["/home/me/venv/bin/furu", "run", "a:b"], "furu run a:b"],
    [["train.py", "it's", "a b"], String.raw`train.py 'it'\''s' 'a b'`],
    [[], "''"],
  ])("say how they were started: %j", (command, line) => {
    expect(commandLine(command)).toBe(line);
  });

  it("say how far they are", () => {
    expect(formatProgress({ standings: { done: 1200, running: 3 }, total: 4000 })).toBe("1,200 of 4,000");
    expect(formatProgress({ standings: { done: 3, failed: 1 }, total: 4 })).toBe("4");
  });

  it("say what a cancellation would do", () => {
    expect(cancelEffect({ standings: { running: 1, waiting: 1 } })).toBe(
      "1 running task stops, 1 more does not begin",
    );
    expect(cancelEffect({ standings: { running: 2, waiting: 1, submitted: 4, done: 9 } })).toBe(
      "2 running tasks stop, 5 more do not begin",
    );
    expect(cancelEffect({ standings: { done: 9 } })).toBe("Nothing is left to stop");
  });

  it.each([
    [0.42, "0.4 a minute"],
    [12.6, "13 a minute"],
    [4200, "4,200 a minute"],
  ])("say their rate: %d", (rate, said) => {
    expect(formatRate(rate)).toBe(said);
  });

  it.each([
    [4, "under a minute"],
    [100, "about 2m"],
    [3540, "about 59m"],
    [3 * 3600 + 290, "about 3h 05m"],
  ])("say what is left no more exactly than it is known: %d s", (seconds, said) => {
    expect(formatLeft(seconds)).toBe(said);
  });

  it("have events with a word, a shape, and a link where there is something to see", () => {
    expect(eventWord("lost")).toMatchObject({ word: "was lost", row: { shape: "loop" } });
    expect(eventWord("note").row).toBeNull();
    expect([hasExperiment("done"), hasExperiment("skipped")]).toEqual([true, false]);
  });

  it.each([
    [{}, null],
    [{ page: "3" }, 3],
    [{ page: 3 }, 3],
    [{ page: "1" }, null],
    [{ page: "0" }, null],
    [{ page: "-2" }, null],
    [{ page: "1.5" }, null],
    [{ page: "many" }, null],
    [{ page: ["2", "3"] }, 2],
  ])("are paged by the address: %j", (raw, page) => {
    expect(runsSearch(raw)).toEqual({ page });
  });
});

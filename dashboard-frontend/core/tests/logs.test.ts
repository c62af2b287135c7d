import { describe, expect, it } from "vitest";
import { marked, overwritten, PLAIN, plainText, spansOf } from "@furu/core/logs/ansi";
import { appended, atEnd, bufferOf, MOST_LINES, prepended } from "@furu/core/logs/buffer";
import { merged, stampOf } from "@furu/core/logs/merge";
import { firstStream, logGroups } from "@furu/core/logs/streams";
import type { LogFile, LogPage } from "@furu/core/api/schema.gen";

describe("escapes of terminals", () => {
  it("become colours and weights", () => {
    expect(spansOf("\u001b[1;31mbad\u001b[0m fine \u001b[92mgood\u001b[39m end")).toEqual([
      { text: "bad", style: { ...PLAIN, bold: true, colour: 1 } },
      { text: " fine ", style: PLAIN },
      { text: "good", style: { ...PLAIN, colour: 10 } },
      { text: " end", style: PLAIN },
    ]);
    expect(spansOf("\u001b[48;5;196m\u001b[38;2;10;200;20mx")[0]?.style).toEqual({
      ...PLAIN,
      background: 9,
      colour: 2,
    });
  });

  it("are dropped when they are anything else", () => {
    const hostile =
      "\u001b]0;title\u0007\u001b[2J\u001b[1;1Ha\u001bPq#0\u001b\\b\u001b]8;;javascript:alert(1)\u001b\\c\u001b(B\u0000\u0008\u009b31md\u202ee";
    expect(plainText(hostile)).toBe("abcde");
    expect(plainText("\u001b[")).toBe("");
    expect(plainText("<b>\u001b[9999999999999m&amp;</b>")).toBe("<b>&amp;</b>");
  });

  it("leave of a progress bar what it shows in the end", () => {
    expect(overwritten(" 10%\r 50%\r100%\r")).toBe("100%");
    expect(plainText("\u001b[32m1/2\r\u001b[31m2/2")).toBe("2/2");
  });

  it("do not hide a text that is looked for", () => {
    const pieces = marked(spansOf("an \u001b[31mERR\u001b[0mOR here"), "error", false);
    expect(pieces.filter(({ found }) => found).map(({ text }) => text)).toEqual(["ERR", "OR"]);
    expect(pieces.map(({ text }) => text).join("")).toBe("an ERROR here");
    expect(marked(spansOf("plain"), "", false)).toEqual([{ text: "plain", style: PLAIN, found: false }]);
  });
});

const page = (start: number, texts: readonly string[], size: number, unfinished = false): LogPage => {
  let at = start;
  const lines = texts.map((text) => {
    const offset = at;
    at += text.length + 1;
    return { offset, text, continues: false };
  });
  return { start, lines, next: unfinished ? (lines.at(-1)?.offset ?? start) : at, size };
};
const texts = ({ lines }: { lines: readonly { text: string }[] }) => lines.map(({ text }) => text);

describe("what was read of a log", () => {
  it("grows at its end, where an unfinished line is replaced", () => {
    const first = bufferOf(page(0, ["one", "tw"], 6, true));
    expect(atEnd(first)).toBe(true);
    const second = appended(first, page(4, ["two", "three"], 14));
    expect(texts(second)).toEqual(["one", "two", "three"]);
    expect(appended(second, { start: 14, next: 14, size: 14, lines: [] })).toBe(second);
  });

  it("begins afresh when the log became shorter", () => {
    const before = bufferOf(page(0, ["one", "two"], 8));
    expect(texts(appended(before, page(0, ["new"], 4)))).toEqual(["new"]);
  });

  it("grows at its start, and lets go of what is too far away", () => {
    const last = bufferOf(page(4, ["two"], 8));
    expect(texts(prepended(last, page(0, ["one"], 8)))).toEqual(["one", "two"]);
    const many = Array.from({ length: MOST_LINES }, () => "x");
    const full = bufferOf(page(100, many, 100 + 2 * MOST_LINES));
    const moved = prepended(full, page(96, ["a", "b"], 100 + 2 * MOST_LINES));
    expect(moved.lines).toHaveLength(MOST_LINES);
    expect(atEnd(moved)).toBe(false);
    expect(moved.next).toBe(100 + 2 * (MOST_LINES - 2));
  });
});

describe("logs together", () => {
  const of = (texts: readonly string[], start = 0) => bufferOf(page(start, texts, 10_000));

  it("stand in the order of their times, and lines without one stay where they were said", () => {
    const found = merged([
      { stream: "furu", buffer: of(["2026-01-01 10:00:00.000 INFO a", "2026-01-01 10:00:02.000 INFO c"]) },
      { stream: "stderr", buffer: of(["[2026-01-01T10:00:01] oops", "  more"]) },
    ]);
    expect(texts(found).map((text) => text.slice(-4))).toEqual(["FO a", "oops", "more", "FO c"]);
    expect(found.apart).toEqual([]);
  });

  it("leave out what has no times, and say so", () => {
    const found = merged([
      { stream: "furu", buffer: of(["2026-01-01 10:00:00 INFO a"]) },
      { stream: "stdout", buffer: of(["no time"]) },
    ]);
    expect(texts(found)).toEqual(["2026-01-01 10:00:00 INFO a"]);
    expect(found.apart).toEqual(["stdout"]);
  });

  it("begin where all of them are known", () => {
    const found = merged([
      { stream: "furu", buffer: of(["2026-01-01 09:00:00 a", "2026-01-01 11:00:00 b"]) },
      { stream: "slurm-out", buffer: of(["2026-01-01 10:00:00 c"], 500) },
    ]);
    expect(texts(found)).toEqual(["2026-01-01 10:00:00 c", "2026-01-01 11:00:00 b"]);
    expect(found.earlier).toBe("slurm-out");
  });

  it("know times behind colours", () => {
    expect(stampOf("\u001b[2m2026-01-01 10:00:00,5\u001b[0m x")).toBe("2026-01-01 10:00:00.5");
    expect(stampOf("at 2026-01-01")).toBeNull();
  });
});

describe("which logs there are", () => {
  const file = (place: string, stream: LogFile["stream"], size: number): LogFile => ({
    place,
    stream,
    size,
    attempt: place.startsWith("job-") ? null : Number(place),
    job: place.startsWith("job-") ? place.slice(4) : null,
    modified_at: "2026-01-01T00:00:00Z",
  });

  it("is said by attempt and job", () => {
    const files = [file("2", "stdout", 0), file("2", "furu", 5), file("job-7_1", "slurm-err", 1)];
    expect(logGroups(files).map(({ label, files: own }) => [label, own.length])).toEqual([
      ["Attempt 2", 2],
      ["Slurm job 7_1", 1],
    ]);
    expect(firstStream(files)).toBe("furu");
    expect(firstStream([])).toBeNull();
  });
});

import { plainText } from "./ansi";
import { atEnd } from "./buffer";
import type { LogBuffer } from "./buffer";
import type { LogFile, LogLine } from "../api/schema.gen";

type Stream = LogFile["stream"];

export interface MergedLine extends LogLine {
  readonly stream: Stream;
}

export interface Merged {
  readonly lines: readonly MergedLine[];
  /** Streams whose lines carry no times: nothing says where they belong between the others. */
  readonly apart: readonly Stream[];
  /** The stream that must be read further back for more to be shown; null at the beginning. */
  readonly earlier: Stream | null;
}

const STAMP = /^\[?(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)/;

/** The time that a line begins with, as text that sorts; null when it has none. */
export function stampOf(text: string): string | null {
  const found = STAMP.exec(plainText(text.slice(0, 80)));
  return found === null ? null : `${found[1] ?? ""} ${(found[2] ?? "").replace(",", ".")}`;
}

interface Stamped {
  readonly at: string;
  readonly line: MergedLine;
}

/**
 * The lines of several streams by their times; a line without one stays with the line before it.
 *
 * Only from the moment on from which all of them are known: a stream that was read back less far sets the limit.
 */
export function merged(streams: readonly { stream: Stream; buffer: LogBuffer }[]): Merged {
  const timed = streams.map(({ stream, buffer }) => ({
    stream,
    buffer,
    lines: stampedLines(stream, buffer),
  }));
  const usable = timed.filter(({ lines, buffer }) => lines.length > 0 || buffer.lines.length === 0);
  const limits = usable
    .filter(({ buffer, lines }) => buffer.start > 0 && lines.length > 0)
    .map(({ stream, lines }) => ({ stream, at: lines[0]?.at ?? "" }))
    .sort((one, other) => (one.at < other.at ? 1 : -1));
  const from = limits[0]?.at ?? "";
  const lines = usable
    .flatMap((one) => one.lines)
    .filter(({ at }) => at >= from)
    .map((one, place) => ({ ...one, place }))
    .sort((one, other) => (one.at === other.at ? one.place - other.place : one.at < other.at ? -1 : 1));
  return {
    lines: lines.map(({ line }) => line),
    apart: timed.filter((one) => !usable.includes(one)).map(({ stream }) => stream),
    earlier: limits[0]?.stream ?? null,
  };
}

function stampedLines(stream: Stream, { lines }: LogBuffer): readonly Stamped[] {
  const found: Stamped[] = [];
  let at: string | null = null;
  for (const line of lines) {
    at = stampOf(line.text) ?? at;
    if (at !== null) {
      found.push({ at, line: { ...line, stream } });
    }
  }
  return found;
}

/** Whether all streams are read up to their ends. */
export function allAtEnd(buffers: readonly LogBuffer[]): boolean {
  return buffers.every(atEnd);
}

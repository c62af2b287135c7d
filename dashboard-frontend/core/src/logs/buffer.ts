import type { LogLine, LogPage } from "../api/schema.gen";

/** Lines that a page keeps of one log; beyond that those farthest from where one reads are let go. */
export const MOST_LINES = 20_000;

/** A stretch of a log, without holes. */
export interface LogBuffer {
  readonly lines: readonly LogLine[];
  /** The byte at which the stretch begins, and the one to read on from. */
  readonly start: number;
  readonly next: number;
  readonly size: number;
}

export function bufferOf(page: LogPage): LogBuffer {
  return { lines: page.lines, start: page.start, next: page.next, size: page.size };
}

/** Whether nothing of the log lies after the stretch. A last line without its end may still grow. */
export function atEnd({ lines, next, size }: LogBuffer): boolean {
  return next >= size || lines.at(-1)?.offset === next;
}

/** The stretch and what was read after it; a last line that had no end is replaced. A shorter log begins afresh. */
export function appended(buffer: LogBuffer, page: LogPage): LogBuffer {
  if (page.size < buffer.next || page.start !== buffer.next) {
    return bufferOf(page);
  }
  if (page.lines.length === 0 && page.size === buffer.size) {
    return buffer;
  }
  const kept = buffer.lines.filter(({ offset }) => offset < page.start);
  const last = buffer.lines.at(-1);
  const same =
    page.lines.length === 1 && kept.length === buffer.lines.length - 1 && page.lines[0]?.text === last?.text;
  if (same && page.size === buffer.size) {
    return buffer;
  }
  const lines = [...kept, ...page.lines].slice(-MOST_LINES);
  return { lines, start: lines[0]?.offset ?? page.start, next: page.next, size: page.size };
}

/** The stretch and what was read before it. */
export function prepended(buffer: LogBuffer, page: LogPage): LogBuffer {
  const lines = [...page.lines, ...buffer.lines];
  const cut = lines[MOST_LINES];
  return {
    lines: lines.slice(0, MOST_LINES),
    start: page.start,
    next: cut === undefined ? buffer.next : cut.offset,
    size: Math.max(buffer.size, page.size),
  };
}

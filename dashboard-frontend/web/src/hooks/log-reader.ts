import { problemOf } from "@furu/core/api/problem";
import { appended, atEnd, bufferOf, prepended } from "@furu/core/logs/buffer";
import { logQueries } from "./log-queries";
import type { LogRange } from "@furu/core/api/logs";
import type { Problem } from "@furu/core/api/schema.gen";
import type { LogBuffer } from "@furu/core/logs/buffer";
import type { LogStream } from "@furu/core/logs/streams";

/** Bytes that are read before a line that is jumped to, so that it has its surroundings. */
const CONTEXT = 16_384;

export type Buffers = Partial<Record<LogStream, LogBuffer>>;

export interface Reading {
  readonly buffers: Buffers;
  readonly problem: Problem | null;
}

/** What was read of some logs, and the ways to read more; one request a log at a time. */
export class LogReader {
  private buffers: Buffers = {};
  private readonly busy = new Set<LogStream>();
  private aborting = new AbortController();

  private readonly id: string;
  private readonly place: string;
  private readonly streams: readonly LogStream[];
  private readonly tell: (reading: Reading) => void;

  constructor(id: string, place: string, streams: readonly LogStream[], tell: (reading: Reading) => void) {
    this.id = id;
    this.place = place;
    this.streams = streams;
    this.tell = tell;
  }

  /** Read the ends. */
  tail(): void {
    if (this.aborting.signal.aborted) {
      this.aborting = new AbortController();
      this.busy.clear();
    }
    this.streams.forEach((stream) => void this.read(stream, {}, (page) => page));
  }

  stop(): void {
    this.aborting.abort();
  }

  /** Read what came after the ends; a log whose end is not loaded is left alone. */
  async news(): Promise<void> {
    const ended = this.streams.filter((stream) => {
      const buffer = this.buffers[stream];
      return buffer !== undefined && atEnd(buffer);
    });
    await Promise.all(ended.map((stream) => this.onwards(stream)));
  }

  earlier(stream: LogStream): void {
    const before = this.buffers[stream];
    if (before !== undefined && before.start > 0) {
      void this.read(stream, { before: before.start }, (page) =>
        prepended(this.buffers[stream] ?? page, page),
      );
    }
  }

  later(stream: LogStream): void {
    const before = this.buffers[stream];
    if (before !== undefined && !atEnd(before)) {
      void this.onwards(stream);
    }
  }

  /** Read the surroundings of a byte, unless they are there. */
  async jump(stream: LogStream, offset: number): Promise<void> {
    if (this.buffers[stream]?.lines.some((line) => line.offset === offset) === true) {
      return;
    }
    await this.read(stream, { offset }, (page) => page);
    const start = this.buffers[stream]?.start ?? 0;
    if (start > 0) {
      await this.read(stream, { before: start, limit: CONTEXT }, (page) =>
        prepended(this.buffers[stream] ?? page, page),
      );
    }
  }

  /** The byte of the first line at a time or after it; null when there is none, or the text is no time. */
  async moment(stream: LogStream, at: string): Promise<number | null> {
    const address = { id: this.id, place: this.place, stream };
    try {
      return (await logQueries.moment(address, at, this.aborting.signal)).offset;
    } catch {
      return null;
    }
  }

  private async onwards(stream: LogStream): Promise<void> {
    const offset = this.buffers[stream]?.next ?? 0;
    await this.read(stream, { offset }, (page) => appended(this.buffers[stream] ?? page, page));
  }

  private async read(
    stream: LogStream,
    range: LogRange,
    take: (page: LogBuffer) => LogBuffer,
  ): Promise<void> {
    if (this.busy.has(stream)) {
      return;
    }
    this.busy.add(stream);
    const { signal } = this.aborting;
    try {
      const page = await logQueries.page({ id: this.id, place: this.place, stream }, range, signal);
      const next = take(bufferOf(page));
      if (next !== this.buffers[stream] && !signal.aborted) {
        this.buffers = { ...this.buffers, [stream]: next };
        this.tell({ buffers: this.buffers, problem: null });
      }
    } catch (error) {
      if (!signal.aborted) {
        this.tell({ buffers: this.buffers, problem: problemOf(error) });
      }
    } finally {
      this.busy.delete(stream);
    }
  }
}

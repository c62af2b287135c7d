import { allAtEnd, merged } from "@furu/core/logs/merge";
import { useMemo } from "react";
import type { Buffers } from "@/hooks/log-reader";
import type { Merged, MergedLine } from "@furu/core/logs/merge";
import type { LogGroup, LogStream } from "@furu/core/logs/streams";

export type Shown = LogStream | "merged";

interface View extends Merged {
  readonly names: readonly string[];
  readonly ended: boolean;
  /** Whether anything was read yet. */
  readonly ready: boolean;
}

/** What can be shown of a group: its logs, and all of them together when there are several. */
export function choices({ files }: LogGroup): readonly Shown[] {
  return [...files.map(({ stream }) => stream), ...(files.length > 1 ? (["merged"] as const) : [])];
}

/** The name of a line, which it keeps. */
export function nameOf(stream: LogStream, offset: number): string {
  return `${stream} ${String(offset)}`;
}

/** The lines to show of what was read. */
export function useLines(buffers: Buffers, shown: Shown): View {
  return useMemo(() => {
    const read = Object.entries(buffers).map(([stream, buffer]) => ({ stream: stream as LogStream, buffer }));
    const ended = allAtEnd(read.map(({ buffer }) => buffer));
    const found = shown === "merged" ? merged(read) : alone(buffers, shown);
    const names = found.lines.map(({ stream, offset }: MergedLine) => nameOf(stream, offset));
    return { ...found, names, ended, ready: read.length > 0 };
  }, [buffers, shown]);
}

function alone(buffers: Buffers, stream: LogStream): Merged {
  const buffer = buffers[stream];
  return {
    lines: (buffer?.lines ?? []).map((line) => ({ ...line, stream })),
    apart: [],
    earlier: buffer === undefined || buffer.start === 0 ? null : stream,
  };
}

import type { LogFile } from "../api/schema.gen";

export type LogStream = LogFile["stream"];

/** Each stream with its name, and what it holds. */
const STREAMS: Readonly<Record<LogStream, { readonly label: string; readonly holds: string }>> = {
  stdout: { label: "stdout", holds: "What was printed" },
  stderr: { label: "stderr", holds: "What was printed to the error stream" },
  furu: { label: "furu.log", holds: "What was logged, with times" },
  "slurm-out": { label: "Slurm out", holds: "What the job printed, as Slurm kept it" },
  "slurm-err": { label: "Slurm err", holds: "What the job and Slurm complained about" },
};

export function streamLabel(stream: LogStream): string {
  return STREAMS[stream].label;
}

export function streamHolds(stream: LogStream): string {
  return STREAMS[stream].holds;
}

export interface LogGroup {
  readonly place: string;
  readonly label: string;
  readonly files: readonly LogFile[];
}

/** The logs by where they come from: an attempt each, the newest first, then the jobs. */
export function logGroups(files: readonly LogFile[]): readonly LogGroup[] {
  const places = [...new Set(files.map(({ place }) => place))];
  return places.map((place) => {
    const own = files.filter((file) => file.place === place);
    const { attempt, job } = own[0] ?? { attempt: null, job: place };
    return {
      place,
      label: attempt === null ? `Slurm job ${job ?? ""}` : `Attempt ${String(attempt)}`,
      files: own,
    };
  });
}

/** What is shown first: where a failure is most likely explained. */
export function firstStream(files: readonly LogFile[]): LogStream | null {
  const filled = files.filter(({ size }) => size > 0);
  return (filled.length > 0 ? filled : files)[0]?.stream ?? null;
}

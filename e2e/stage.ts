import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { ChildProcess } from "node:child_process";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PYTHON = process.env["FURU_E2E_PYTHON"] ?? "python";

/** What a running stage says about itself: the address that admits one browser, the artifacts, and how to make more. */
export interface StageFacts {
  readonly address: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Stage extends StageFacts {
  /** End it, and throw when the server complained or something was written elsewhere. */
  readonly close: () => Promise<void>;
}

/** Start a server on a temporary root with everything (`world`), ten thousand experiments (`large`) or nothing in it. */
export async function openStage(filling: "world" | "large" | "empty"): Promise<Stage> {
  const process = spawn(PYTHON, ["-m", "samples.stage", filling], {
    cwd: HERE,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const complaints = text(process.stderr);
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) {
    throw new Error(`the stage could not be set with ${PYTHON}; run it with make e2e\n${await complaints}`);
  }
  const facts = JSON.parse(first.value) as StageFacts;
  const close = async () => {
    process.stdin.end();
    await ended(process);
    if (process.exitCode !== 0) {
      throw new Error(`the stage ended with status ${String(process.exitCode)}:\n${await complaints}`);
    }
  };
  return { ...facts, close };
}

/** Compute one sample in a process of its own, until it is done; a failure is a result like any other. */
export async function make(stage: StageFacts, name: string, fields: object): Promise<void> {
  await ended(start(stage, name, fields));
}

/** Run a piece of Python that people would run, and return what it prints. */
export async function python(stage: StageFacts, code: string): Promise<string> {
  const process = spawn(PYTHON, ["-"], {
    cwd: HERE,
    env: stage.environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  process.stdin.end(code);
  const [said, complaints] = await Promise.all([text(process.stdout), text(process.stderr), ended(process)]);
  if (process.exitCode !== 0) {
    throw new Error(`this Python failed:\n${code}\n${complaints}`);
  }
  return said;
}

/** An experiment that runs until it is told how to go on; it gives up when the process of this test is gone. */
export interface Held {
  /** Have it print a line. */
  readonly say: (word: string) => void;
  readonly release: (word: "done" | "fail") => Promise<void>;
  readonly stop: () => void;
}

export function hold(stage: StageFacts, label: string): Held {
  const process = start(stage, "Held", { label });
  return {
    say: (word) => process.stdin?.write(`say ${word}\n`),
    release: async (word) => {
      process.stdin?.end(`${word}\n`);
      await ended(process);
    },
    stop: () => process.kill("SIGKILL"),
  };
}

function start(stage: StageFacts, name: string, fields: object): ChildProcess {
  return spawn(PYTHON, ["-m", "samples.make", name, JSON.stringify(fields)], {
    cwd: HERE,
    env: stage.environment,
    stdio: ["pipe", "ignore", "ignore"],
  });
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) {
    await once(process, "exit");
  }
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { python } from "./stage";
import { fileURLToPath } from "node:url";
import type { StageFacts } from "./stage";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Run the samples with the real library, and return the run's id. */
export async function run(stage: StageFacts): Promise<string> {
  const said = await python(stage, "import sys; from samples.runs import main; sys.exit(main([]))");
  return said.trim();
}

/** A run with a task that waits until it is told to go on. */
export interface HeldRun {
  readonly release: () => Promise<void>;
  readonly stop: () => void;
}

export function holdRun(stage: StageFacts): HeldRun {
  const process = spawn(
    globalThis.process.env["FURU_E2E_PYTHON"] ?? "python",
    ["-m", "samples.runs", "held"],
    { cwd: HERE, env: stage.environment, stdio: ["pipe", "ignore", "ignore"] },
  );
  return {
    release: async () => {
      process.stdin.end("done\n");
      if (process.exitCode === null && process.signalCode === null) {
        await once(process, "exit");
      }
    },
    stop: () => process.kill("SIGKILL"),
  };
}

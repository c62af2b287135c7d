import type { BrowserContextOptions } from "@playwright/test";
import type { StageFacts } from "./stage";

/** The stage that all tests look at and none changes, with a session for everyone. */
export interface World extends StageFacts {
  readonly origin: string;
  readonly session: Exclude<BrowserContextOptions["storageState"], string | undefined>;
}

const VARIABLE = "FURU_E2E_WORLD";

/** Hand the world to the processes that run the tests. */
export function setWorld(world: World): void {
  process.env[VARIABLE] = JSON.stringify(world);
}

export function theWorld(): World {
  return JSON.parse(process.env[VARIABLE] ?? "") as World;
}

import { request } from "@playwright/test";
import { setTimeout as pause } from "node:timers/promises";
import type { StageFacts } from "./stage";
import type { Meta } from "@furu/core/api/schema.gen";
import type { APIRequestContext, BrowserContextOptions } from "@playwright/test";

/** A way into a stage for any number of browsers. */
export interface Entrance {
  readonly origin: string;
  readonly session: Exclude<BrowserContextOptions["storageState"], string | undefined>;
}

/** The stage that all tests look at and none changes, with a session for everyone. */
export interface World extends StageFacts, Entrance {}

const VARIABLE = "FURU_E2E_WORLD";

/** Hand the world to the processes that run the tests. */
export function setWorld(world: World): void {
  process.env[VARIABLE] = JSON.stringify(world);
}

export function theWorld(): World {
  return JSON.parse(process.env[VARIABLE] ?? "") as World;
}

/** Exchange the address of a stage, which admits one browser, for a session, once the index knows all of it. */
export async function enter({ address }: StageFacts): Promise<Entrance> {
  const context = await request.newContext();
  try {
    await context.get(address);
    const { origin } = new URL(address);
    await scanned(context, origin);
    return { origin, session: await context.storageState() };
  } finally {
    await context.dispose();
  }
}

/** Wait until the index knows all that is on disk. */
async function scanned(context: APIRequestContext, origin: string): Promise<void> {
  for (;;) {
    const reply = await context.get(`${origin}/api/meta`);
    if (!reply.ok()) {
      throw new Error(`the server answered ${String(reply.status())}: ${await reply.text()}`);
    }
    const { scanning, version } = (await reply.json()) as Meta;
    if (version > 0 && !scanning) {
      return;
    }
    await pause(50);
  }
}

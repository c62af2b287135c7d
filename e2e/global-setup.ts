import { request } from "@playwright/test";
import { setTimeout as pause } from "node:timers/promises";
import { openStage } from "./stage";
import { setWorld } from "./world";
import type { Meta } from "@furu/core/api/schema.gen";
import type { APIRequestContext } from "@playwright/test";

/** Set the stage once, and exchange its address for the session that all tests use. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stage = await openStage("world");
  const context = await request.newContext();
  try {
    await context.get(stage.address);
    const { origin } = new URL(stage.address);
    await scanned(context, origin);
    const { close, ...facts } = stage;
    setWorld({ ...facts, origin, session: await context.storageState() });
    return close;
  } catch (error) {
    await stage.close();
    throw error;
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

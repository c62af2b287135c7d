import { test as base, expect } from "@playwright/test";
import { make, openStage } from "./stage";
import { theWorld } from "./world";
import type { Stage } from "./stage";
import type { World } from "./world";
import type { BrowserContext } from "@playwright/test";

interface Fixtures {
  readonly world: World;
  /** What the browser may complain about in this test, such as a refused request. */
  readonly expected: RegExp | null;
  /** A stage of the test's own, empty at first; the page of the test is admitted to it. */
  readonly stage: Stage;
  /** Ask the API what it says, in the session of the page. */
  readonly ask: <Answer>(path: string) => Promise<Answer>;
  readonly quiet: undefined;
}

/** The server hangs up on connections that are idle; a request that meets this is made once more, as browsers do. */
export const IDLE_RETRIES = 2;

/** Tests begin with a session on the world, and fail when any page complains or asks another origin. */
export const test = base.extend<Fixtures>({
  world: ({}, use) => use(theWorld()),
  baseURL: ({ world }, use) => use(world.origin),
  storageState: ({ world }, use) => use(world.session),
  expected: [null, { option: true }],
  quiet: [
    async ({ context, expected }, use) => {
      const complaints = await complaintsOf(context);
      await use(undefined);
      const unexpected = complaints.filter((text) => expected?.test(text) !== true);
      expect(unexpected, "what the pages complained about").toEqual([]);
    },
    { auto: true },
  ],
  ask: async ({ page }, use) => {
    await use(async <Answer>(path: string) => {
      const address = path.startsWith("/") ? new URL(path, page.url()).href : path;
      const reply = await page.request.get(address, { maxRetries: IDLE_RETRIES });
      expect(reply.ok(), `${path} answers ${String(reply.status())}`).toBe(true);
      return (await reply.json()) as Answer;
    });
  },
  stage: async ({ page, context }, use) => {
    const stage = await openStage("empty");
    await page.goto(stage.address);
    await use(stage);
    // Every page, since one that outlives its server says so.
    await Promise.all(context.pages().map((open) => open.close()));
    await stage.close();
  },
});

export { expect, make };

/** Collects errors, warnings, violations of the security policy, and requests to anyone but the one server. */
async function complaintsOf(context: BrowserContext): Promise<string[]> {
  const complaints: string[] = [];
  const server: string[] = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`security policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${message.type()}: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => complaints.push(`exception: ${error.error().message}`));
  context.on("request", (request) => {
    const { origin, hostname } = new URL(request.url());
    server.push(origin);
    if (origin !== server[0] || hostname !== "127.0.0.1") {
      complaints.push(`request to another origin: ${request.url()}`);
    }
  });
  return complaints;
}

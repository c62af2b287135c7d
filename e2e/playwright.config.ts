import { defineConfig } from "@playwright/test";
import { BROWSER } from "./browser";

export default defineConfig({
  testDir: "tests",
  outputDir: "../build/e2e/results",
  globalSetup: "./global-setup.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: "list",
  timeout: 60_000,
  globalTimeout: 900_000,
  expect: { timeout: 15_000 },
  // A trace costs as much as the test; ask for one when it is wanted: make e2e ARGS="--trace on".
  use: { ...BROWSER, screenshot: "only-on-failure", contextOptions: { reducedMotion: "reduce" } },
});

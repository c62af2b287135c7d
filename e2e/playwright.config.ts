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
  // A busy machine is no failure: how long something may take is asserted nowhere here.
  timeout: 180_000,
  globalTimeout: 1_200_000,
  expect: { timeout: 45_000 },
  // One hiccup of a shared machine is told apart from a defect: the test is reported as flaky, by name.
  retries: process.env["CI"] === undefined ? 0 : 2,
  // A trace costs as much as the test; ask for one when it is wanted: make e2e ARGS="--trace on".
  use: { ...BROWSER, screenshot: "only-on-failure", contextOptions: { reducedMotion: "reduce" } },
});

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
  globalTimeout: 300_000,
  expect: { timeout: 15_000 },
  use: { ...BROWSER, trace: "retain-on-failure", screenshot: "only-on-failure" },
});

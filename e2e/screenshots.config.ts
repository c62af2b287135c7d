import config from "./playwright.config";
import type { PlaywrightTestConfig } from "@playwright/test";

/** Pictures of every page, for people to look at: `make screenshots`. */
const screenshots: PlaywrightTestConfig = { ...config, testDir: ".", testMatch: "screenshots.spec.ts" };

export default screenshots;

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from "@playwright/test";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The system's Chromium: it needs no sandbox of its own here, and shall talk to nobody but the server. */
export const BROWSER = {
  browserName: "chromium",
  launchOptions: {
    executablePath: process.env["FURU_E2E_BROWSER"] ?? found(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
} satisfies Partial<PlaywrightTestOptions & PlaywrightWorkerOptions>;

function found(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = paths.find(isExecutable);
  if (path === undefined) {
    throw new Error(
      `no browser on PATH (${NAMES.join(", ")}); name one: FURU_E2E_BROWSER=/path/to/chrome make e2e`,
    );
  }
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

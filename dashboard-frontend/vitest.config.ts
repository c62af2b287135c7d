import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    projects: [
      { test: { name: "core", root: here("core"), include: ["tests/**/*.test.ts"], environment: "node" } },
      {
        resolve: { alias: { "@": here("web/src") } },
        test: {
          name: "web",
          // A busy machine is no failure: the first test of a file also pays for loading jsdom and the components.
          testTimeout: 60_000,
          root: here("web"),
          include: ["tests/**/*.test.{ts,tsx}"],
          environment: "jsdom",
          setupFiles: [here("web/tests/setup.ts")],
        },
      },
    ],
  },
});

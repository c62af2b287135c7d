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
          root: here("web"),
          include: ["tests/**/*.test.{ts,tsx}"],
          environment: "jsdom",
          setupFiles: [here("web/tests/setup.ts")],
        },
      },
    ],
  },
});

import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env["FURU_DASHBOARD_API"] ?? "http://127.0.0.1:8765";
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The server checks the Host header, so it must see the one that the browser sent. */
const proxied = { target: api, changeOrigin: false };

export default defineConfig({
  root: here("."),
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": here("src") } },
  // The server puts a fresh nonce in place of this text in every page it serves.
  html: { cspNonce: "__CSP_NONCE__" },
  server: {
    host: "127.0.0.1",
    port: Number(process.env["FURU_DASHBOARD_DEV_PORT"] ?? 5173),
    strictPort: true,
    proxy: { "/api": proxied, "/session": proxied },
  },
  build: {
    outDir: process.env["FURU_DASHBOARD_APP_DIR"] ?? here("../../src/furu/dashboard/app"),
    emptyOutDir: true,
    // Fonts and images stay files: the content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    manifest: true,
    target: "es2023",
  },
  worker: { format: "es" },
});

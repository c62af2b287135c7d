// Measures what the first page loads (its script, the chunks that imports, its styles) and fails over the budget.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 250;
const app =
  process.env["FURU_DASHBOARD_APP_DIR"] ?? join(import.meta.dirname, "../../../src/furu/dashboard/app");
const manifest = JSON.parse(readFileSync(join(app, ".vite/manifest.json"), "utf8"));
const gzipped = (file) => gzipSync(readFileSync(join(app, file))).length / 1000;

function addWithImports(name, seen) {
  const chunk = manifest[name];
  if (seen.has(chunk.file)) {
    return;
  }
  for (const file of [chunk.file, ...(chunk.css ?? [])]) {
    seen.add(file);
  }
  for (const next of chunk.imports ?? []) {
    addWithImports(next, seen);
  }
}

function printed(files) {
  let total = 0;
  for (const file of files) {
    const size = gzipped(file);
    total += size;
    console.log(`${size.toFixed(1).padStart(8)} kB  ${file}`);
  }
  return total;
}

const first = new Set(["theme.js"]);
addWithImports("index.html", first);
const total = printed(first);
console.log(
  `${total.toFixed(1).padStart(8)} kB  first load, gzip; the budget is ${BUDGET_KB} kB\n\nloaded with their pages:`,
);
const later = Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]);
printed(new Set(later.filter((file) => /\.(js|css)$/.test(file) && !first.has(file))));

if (total > BUDGET_KB) {
  console.error(
    "error: the first load is over its budget\nhint: load with its page what not every page needs",
  );
  process.exit(1);
}

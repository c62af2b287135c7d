import { formatBytes } from "../format/bytes";
import { formatDuration } from "../format/duration";
import type { CompareCell, CompareRow, Comparison } from "../api/schema.gen";

/** What people take for better in a row. */
export type Better = "higher" | "lower";

const PARTS: Readonly<Record<CompareRow["part"], string>> = {
  config: "Config",
  result: "Result",
  resources: "Resources",
};

export interface ComparePart {
  readonly part: CompareRow["part"];
  readonly label: string;
  readonly rows: readonly CompareRow[];
  /** Rows that are equal and not shown. */
  readonly equal: number;
}

/** The rows by parts; without `all` only those in which something differs. */
export function compareParts(rows: readonly CompareRow[], all: boolean): readonly ComparePart[] {
  return (Object.keys(PARTS) as CompareRow["part"][])
    .map((part) => {
      const own = rows.filter((row) => row.part === part);
      const shown = own.filter(({ differs }) => all || differs);
      return { part, label: PARTS[part], rows: shown, equal: own.length - shown.length };
    })
    .filter(({ rows: shown, equal }) => shown.length + equal > 0);
}

const NAMES: Readonly<Record<string, string>> = {
  duration_s: "Duration",
  cpu_s: "Processor time",
  peak_rss_bytes: "Peak memory",
  gpu_memory_bytes: "Peak GPU memory",
  gpu_utilisation_percent: "GPU busy, %",
  size_bytes: "Size",
  attempts: "Attempts",
};

/** What a row is called. */
export function rowName({ part, path }: CompareRow): string {
  return part === "resources" ? (NAMES[path] ?? path) : path === "" ? "(value)" : path;
}

/** A cell as people read it; what is missing is empty. */
export function cellText({ unit }: CompareRow, { kind, text, number }: CompareCell): string {
  if (kind === "missing") {
    return "";
  }
  if (number !== null && unit === "s") {
    return formatDuration(number);
  }
  return number !== null && unit === "bytes" ? formatBytes(number) : text;
}

/** Whether a row can be ranked: at least two numbers, not all the same. */
export function canRank({ cells }: CompareRow): boolean {
  const numbers = numbersOf(cells);
  return numbers.length > 1 && new Set(numbers).size > 1;
}

/** The places of the best numbers of a row. */
export function bestOf({ cells }: CompareRow, better: Better): ReadonlySet<number> {
  const numbers = numbersOf(cells);
  const best = better === "higher" ? Math.max(...numbers) : Math.min(...numbers);
  return new Set(cells.flatMap(({ number }, place) => (number === best ? [place] : [])));
}

function numbersOf(cells: readonly CompareCell[]): readonly number[] {
  return cells.flatMap(({ number }) => (number === null ? [] : [number]));
}

/** Rows whose numbers are better when they are lower, by their names; people choose otherwise where it is wrong. */
export function likelyBetter({ part, path }: CompareRow): Better {
  return part === "resources" || /loss|error|perplexity|rmse|mae|mse|nll|time|seconds/i.test(path)
    ? "lower"
    : "higher";
}

/** The places of those that are the same as the baseline in a row. */
export function sameAs({ cells }: CompareRow, baseline: number): readonly boolean[] {
  const base = cells[baseline];
  return cells.map(
    ({ kind, text, id, number }) =>
      kind === base?.kind && text === base.text && id === base.id && number === base.number,
  );
}

/** The shown rows as a Markdown table, with the reasons below. */
export function asMarkdown(comparison: Comparison, all: boolean): string {
  const names = comparison.experiments.map(nameOf);
  const lines = [
    row(["", ...names]),
    row(["---", ...names.map(() => "---")]),
    ...compareParts(comparison.rows, all).flatMap(({ label, rows }) =>
      rows.length === 0
        ? []
        : [
            row([`**${label}**`, ...names.map(() => "")]),
            ...rows.map((one) =>
              row([code(rowName(one)), ...one.cells.map((cell) => code(cellText(one, cell)))]),
            ),
          ],
    ),
  ];
  const reasons = comparison.why.map(({ id, sentence }) => {
    const place = comparison.experiments.findIndex((one) => one.id === id);
    return `- ${names[place] ?? id}: ${escaped(sentence)}`;
  });
  return [...lines, "", ...reasons].join("\n").trimEnd() + "\n";
}

/** Class and digest, as a column is headed. */
export function nameOf({ class_name, digest }: { class_name: string; digest: string }): string {
  return `${class_name}@${digest.slice(0, 8)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function code(text: string): string {
  if (text === "") {
    return "–";
  }
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${oneLine(text).replaceAll("|", "\\|")}${fence}`;
}

function escaped(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}<>|[\]]/g, "\\$&");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

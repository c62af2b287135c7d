import type { Column } from "../api/schema.gen";

export type ColumnKind = Column["kind"];

/** How a condition is read aloud: between its field and its values, in a menu and in a chip. */
interface Wording {
  readonly words: string;
  /** Shorter, for a chip. */
  readonly sign: string;
}

const WORDINGS: Readonly<Record<string, Wording>> = {
  ":": { words: "is", sign: "is" },
  "=": { words: "equals", sign: "=" },
  "!=": { words: "is not", sign: "≠" },
  "<": { words: "is below", sign: "<" },
  "<=": { words: "is at most", sign: "≤" },
  ">": { words: "is above", sign: ">" },
  ">=": { words: "is at least", sign: "≥" },
  "~": { words: "contains", sign: "contains" },
  "!~": { words: "does not contain", sign: "does not contain" },
  in: { words: "is one of", sign: "is any of" },
  between: { words: "is between", sign: "from" },
  has: { words: "is there", sign: "has" },
};

const OF_TIMES: Readonly<Record<string, Wording>> = {
  ":": { words: "is on", sign: "on" },
  "<": { words: "is before", sign: "before" },
  "<=": { words: "is up to", sign: "until" },
  ">": { words: "is after", sign: "after" },
  ">=": { words: "is since", sign: "since" },
};

const ORDERED: ReadonlySet<ColumnKind> = new Set(["number", "seconds", "bytes", "time"]);

/** The operator as words, for a menu. */
export function operatorWords(operator: string, kind: ColumnKind): string {
  return wording(operator, kind).words;
}

/** The operator as a chip shows it. */
export function operatorSign(operator: string, kind: ColumnKind = "text"): string {
  return wording(operator, kind).sign;
}

/** What a condition on a column can be: its operators, a range where values have an order, and that it is there. */
export function operatorsOf({ operators, kind }: Pick<Column, "operators" | "kind">): readonly string[] {
  const known = operators.filter((one) => one !== "has" && one !== "between");
  const same = known.includes(":") ? known.filter((one) => one !== "=") : known;
  return [...same, ...(ORDERED.has(kind) || kind === "mixed" ? ["between"] : []), "has"];
}

/** The operator that people mean first: an order for what has one, else being the same. */
export function firstOperator({ kind, operators }: Pick<Column, "operators" | "kind">): string {
  const wanted = ORDERED.has(kind) ? (kind === "time" ? ">" : ">=") : ":";
  return operators.includes(wanted) ? wanted : (operators[0] ?? ":");
}

/** How a value of this kind is written, for an empty field. */
export function exampleOf(kind: ColumnKind): string {
  switch (kind) {
    case "number":
      return "0.5 or 1e-3";
    case "seconds":
      return "90, 20min or 2h";
    case "bytes":
      return "512, 20MB or 1.5GiB";
    case "time":
      return "7d, today or 2026-11-01";
    case "flag":
      return "true or false";
    case "text":
    case "texts":
    case "state":
    case "mixed":
      return "A value";
  }
}

function wording(operator: string, kind: ColumnKind): Wording {
  return (
    (kind === "time" ? OF_TIMES[operator] : undefined) ??
    WORDINGS[operator] ?? { words: operator, sign: operator }
  );
}

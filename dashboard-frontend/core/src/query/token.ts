import { fieldKind } from "./fields";
import { operatorSign } from "./operators";
import type { QueryClause } from "../api/schema.gen";

/** A clause as a token shows it. */
export interface TokenParts {
  readonly not: boolean;
  readonly field: string | null;
  readonly sign: string | null;
  readonly values: string;
}

const AGO = /^\d+(\.\d+)?(ms|s|sec|m|min|h|d|w)$/;

/** The parts of a clause's token. */
export function tokenOf({ kind, text, field, operator, values, negated }: QueryClause): TokenParts {
  switch (kind) {
    case "word":
      return { not: negated, field: null, sign: null, values: `“${values[0] ?? text}”` };
    case "call":
      return { not: negated, field: operator, sign: "of", values: calledWith(values) };
    case "group":
      return { not: false, field: null, sign: null, values: text };
    case "has":
      return { not: negated, field: "has", sign: null, values: shortField(field ?? "") };
    case "between":
      return { not: negated, field: shortField(field ?? ""), sign: null, values: range(values) };
    case "compare":
      return compared(field ?? "", operator ?? ":", values, negated);
  }
}

/** The token in one line of words, for screen readers. */
export function describeClause(clause: QueryClause): string {
  const { not, field, sign, values } = tokenOf(clause);
  return [not ? "not" : "", field ?? "", sign ?? "", values].filter((part) => part !== "").join(" ");
}

function compared(field: string, operator: string, values: readonly string[], not: boolean): TokenParts {
  const kind = fieldKind(field);
  const shown = values.map((value) => valueText(value, field, kind === "time"));
  return { not, field: shortField(field), sign: operatorSign(operator, kind), values: shown.join(", ") };
}

function valueText(value: string, field: string, isTime: boolean): string {
  if (isTime && AGO.test(value)) {
    return `${value} ago`;
  }
  // A class is known by the last part of its name; the rest is in the tooltip.
  const isName = (field === "class" || field === "isa") && /^[\w.]+$/.test(value);
  return isName ? (value.split(".").at(-1) ?? value) : value === "" ? "“”" : value;
}

/** The leaf's own name, and where it is from only for results. */
function shortField(field: string): string {
  return field.replace(/^config\./, "");
}

function range(values: readonly string[]): string {
  const [low = "", high = ""] = values;
  return low === "" ? `up to ${high}` : high === "" ? `from ${low}` : `${low} to ${high}`;
}

function calledWith([id = "", depth]: readonly string[]): string {
  const digest = id.split("@").at(-1) ?? id;
  const shown = /^[0-9a-f]{9,}$/.test(digest) ? digest.slice(0, 8) : id;
  return depth === undefined ? shown : `${shown}, ${depth} deep`;
}

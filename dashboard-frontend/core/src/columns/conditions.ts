import { clauseOf, queryOfClauses } from "../query/edit";
import { quoted } from "../query/write";
import { isAmount } from "./known";
import type { Kind } from "./known";
import type { QueryClause } from "../api/schema.gen";

/** A condition that a cell offers: what it does, and how the query says it. */
export interface CellCondition {
  readonly verb: "Only" | "Without" | "At least" | "At most";
  readonly clause: QueryClause;
}

/** What the value of a cell can be asked for. */
export function cellConditions(path: string, value: unknown, kind: Kind): readonly CellCondition[] {
  if (value === null || value === undefined || value === "") {
    const has = clauseOf({ field: path, operator: "has", values: [] });
    const lacks = clauseOf({ field: path, operator: "has", values: [], negated: true });
    return [
      { verb: "Only", clause: lacks },
      { verb: "Without", clause: has },
    ];
  }
  const ends: readonly CellCondition[] = [
    { verb: "At least", clause: comparison(path, ">=", value) },
    { verb: "At most", clause: comparison(path, "<=", value) },
  ];
  if (kind === "time") {
    return ends;
  }
  const same: readonly CellCondition[] = [
    { verb: "Only", clause: comparison(path, ":", value) },
    { verb: "Without", clause: comparison(path, "!=", value) },
  ];
  return typeof value === "number" || isAmount(kind) ? [...same, ...ends] : same;
}

/** The query with one more condition; what it already says is not said twice. */
export function withCondition(clauses: readonly QueryClause[], clause: QueryClause): string {
  const known = clauses.some(({ text }) => text === clause.text);
  return queryOfClauses(known ? clauses : [...clauses, clause]);
}

/** A text that the server wrote, as a part of a query. */
export function asClause(text: string): QueryClause {
  return {
    text,
    start: 0,
    end: text.length,
    kind: "word",
    field: null,
    operator: null,
    values: [],
    negated: false,
  };
}

function comparison(field: string, operator: string, value: unknown): QueryClause {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const clause = clauseOf({ field, operator, values: [text] });
  return typeof value === "string" && looksOtherwise(value)
    ? { ...clause, text: `${clauseOf({ field, operator, values: ["0"] }).text.slice(0, -1)}${quoted(value)}` }
    : clause;
}

/** Whether a text would be taken for a number or a word of the language when it stood without quotes. */
function looksOtherwise(text: string): boolean {
  return /^[-+.\d]/.test(text) || ["null", "true", "false"].includes(text);
}

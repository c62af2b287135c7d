import { joinConditions, writeCondition } from "./write";
import type { Condition } from "./write";
import type { QueryClause } from "../api/schema.gen";

/** The query of these clauses, one after the other; it is what every edit of a clause ends in. */
export function queryOfClauses(clauses: readonly QueryClause[]): string {
  const [only] = clauses;
  if (clauses.length === 1 && only !== undefined) {
    return only.text;
  }
  return joinConditions(clauses.map(({ text, kind }) => (kind === "group" ? enclosed(text) : text)));
}

/** Put clauses where one stood; none takes it away. */
export function replaceClause(
  clauses: readonly QueryClause[],
  index: number,
  ...now: readonly QueryClause[]
): readonly QueryClause[] {
  return clauses.flatMap((clause, place) => (place === index ? now : [clause]));
}

/** The clause that a condition makes, as the server would say it. */
export function clauseOf(condition: Condition): QueryClause {
  const { field, operator, values, negated = false } = condition;
  const text = writeCondition(condition);
  const kind = operator === "has" || operator === "between" ? operator : "compare";
  return {
    text,
    start: 0,
    end: text.length,
    kind,
    field,
    operator: spoken(operator),
    values: [...values],
    negated,
  };
}

/** The condition that a clause is; null for what is no field with an operator, which is edited as text. */
export function conditionOf({ kind, field, operator, values, negated }: QueryClause): Condition | null {
  switch (kind) {
    case "compare":
      return field === null || operator === null ? null : { field, operator, values, negated };
    case "has":
    case "between":
      return field === null ? null : { field, operator: kind, values, negated };
    case "word":
    case "call":
    case "group":
      return null;
  }
}

/** Operators that have one of the opposite meaning. */
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  [":", "!="],
  ["=", "!="],
  ["!=", ":"],
  ["~", "!~"],
  ["!~", "~"],
]);

/** The same clause, turned round. */
export function negated(clause: QueryClause): QueryClause {
  const condition = conditionOf(clause);
  if (condition !== null) {
    const opposite = clause.negated ? undefined : OPPOSITES.get(condition.operator);
    return clauseOf(
      opposite === undefined
        ? { ...condition, negated: !clause.negated }
        : { ...condition, operator: opposite },
    );
  }
  const text = clause.negated ? clause.text.replace(/^not\s*/i, "") : `not ${enclosedGroup(clause)}`;
  return { ...clause, text, negated: !clause.negated };
}

/** Where the clauses ask that a field has one of some values; -1 when they do not. */
export function choiceOf(clauses: readonly QueryClause[], field: string): number {
  return clauses.findIndex(
    (clause) =>
      clause.field === field &&
      clause.kind === "compare" &&
      !clause.negated &&
      (clause.operator === ":" || clause.operator === "=" || clause.operator === "in"),
  );
}

/** The values of a field that are asked for. */
export function chosenValues(clauses: readonly QueryClause[], field: string): readonly string[] {
  return clauses[choiceOf(clauses, field)]?.values ?? [];
}

/** Ask for one more value of a field, or for one less; without any, nothing is asked of it. */
export function toggleValue(
  clauses: readonly QueryClause[],
  field: string,
  value: string,
): readonly QueryClause[] {
  const chosen = chosenValues(clauses, field);
  const values = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  return chooseValues(clauses, field, values);
}

/** Ask for exactly these values of a field. */
export function chooseValues(
  clauses: readonly QueryClause[],
  field: string,
  values: readonly string[],
): readonly QueryClause[] {
  const now =
    values.length === 0 ? [] : [clauseOf({ field, operator: values.length === 1 ? ":" : "in", values })];
  const index = choiceOf(clauses, field);
  return index < 0 ? [...clauses, ...now] : replaceClause(clauses, index, ...now);
}

/** A group beside other clauses: in parentheses, unless it is one pair of them already. */
function enclosed(text: string): string {
  const isNegated = /^not[\s(]/i.test(text);
  const isPair = /^\([^()"]*\)$/.test(text);
  return isNegated || isPair ? text : `(${text})`;
}

function enclosedGroup({ text, kind }: QueryClause): string {
  return kind === "group" ? enclosed(text) : text;
}

function spoken(operator: string): string | null {
  return operator === "has" ? null : operator === "between" ? "in" : operator;
}

import { describe, expect, it } from "vitest";
import { placeOf, positionOf } from "@furu/core/query/characters";
import { coloursOf } from "@furu/core/query/colours";
import {
  chooseValues,
  chosenValues,
  clauseOf,
  conditionOf,
  negated,
  queryOfClauses,
  replaceClause,
  toggleValue,
} from "@furu/core/query/edit";
import { firstOperator, operatorsOf, operatorSign, operatorWords } from "@furu/core/query/operators";
import { describeClause } from "@furu/core/query/token";
import type { QueryClause } from "@furu/core/api/schema.gen";

const part = (text: string, rest: Partial<QueryClause>): QueryClause => ({
  text,
  start: 0,
  end: text.length,
  kind: "compare",
  field: null,
  operator: null,
  values: [],
  negated: false,
  ...rest,
});
const compare = (field: string, operator: string, ...values: readonly string[]) =>
  clauseOf({ field, operator, values });
const GROUP = part("a or b", { kind: "group" });

describe("a query is edited by its clauses", () => {
  it("stands as it was written where it is not edited", () => {
    expect(queryOfClauses([compare("lr", ">", "1"), part("mlp", { kind: "word" })])).toBe("lr>1 mlp");
    expect(queryOfClauses([])).toBe("");
  });

  it("puts a group into parentheses once something stands beside it", () => {
    expect(queryOfClauses([GROUP])).toBe("a or b");
    expect(queryOfClauses([GROUP, compare("state", ":", "failed")])).toBe("(a or b) state:failed");
    const closed = part("(a or b)", { kind: "group" });
    expect(queryOfClauses([closed, part("c", { kind: "word" })])).toBe("(a or b) c");
    const pairs = part("(a) or (b)", { kind: "group" });
    expect(queryOfClauses([pairs, part("c", { kind: "word" })])).toBe("((a) or (b)) c");
  });

  it("takes a clause away, or puts another in its place", () => {
    const clauses = [compare("a", "=", "1"), compare("b", "=", "2")];
    expect(queryOfClauses(replaceClause(clauses, 0))).toBe("b=2");
    expect(queryOfClauses(replaceClause(clauses, 1, compare("c", "<", "3")))).toBe("a=1 c<3");
  });

  it("turns a clause round, and round again", () => {
    const turned = (clause: QueryClause) => negated(clause).text;
    expect(turned(compare("state", ":", "failed"))).toBe("state!=failed");
    expect(turned(negated(compare("state", ":", "failed")))).toBe("state:failed");
    expect(turned(compare("message", "!~", "memory"))).toBe("message~memory");
    expect(turned(compare("lr", ">", "1"))).toBe("not lr>1");
    expect(turned(negated(compare("lr", ">", "1")))).toBe("lr>1");
    expect(turned(compare("state", "in", "a", "b"))).toBe("not state in (a, b)");
    expect(turned(GROUP)).toBe("not (a or b)");
    expect(turned(part("not (a or b)", { kind: "group", negated: true }))).toBe("(a or b)");
    expect(turned(part("mlp", { kind: "word" }))).toBe("not mlp");
  });
});

describe("values of a field are chosen", () => {
  const failed = [compare("lr", ">", "1"), compare("state", ":", "failed")];

  it("one after the other", () => {
    const both = toggleValue(failed, "state", "crashed");
    expect(queryOfClauses(both)).toBe("lr>1 state in (failed, crashed)");
    expect(chosenValues(both, "state")).toEqual(["failed", "crashed"]);
    expect(queryOfClauses(toggleValue(both, "state", "failed"))).toBe("lr>1 state:crashed");
    expect(queryOfClauses(toggleValue(failed, "state", "failed"))).toBe("lr>1");
  });

  it("beside what excludes some", () => {
    const clauses = [compare("state", "!=", "missing")];
    expect(chosenValues(clauses, "state")).toEqual([]);
    expect(queryOfClauses(chooseValues(clauses, "state", ["failed"]))).toBe("state!=missing state:failed");
  });
});

describe("a clause as a condition", () => {
  it("comes back as it went", () => {
    for (const condition of [
      { field: "lr", operator: ">=", values: ["1e-3"], negated: false },
      { field: "lr", operator: "between", values: ["1", ""], negated: true },
      { field: "error", operator: "has", values: [], negated: false },
    ]) {
      expect(conditionOf(clauseOf(condition))).toEqual(condition);
    }
  });

  it("is none where there is no field", () => {
    expect(conditionOf(GROUP)).toBeNull();
  });
});

describe("a clause in words", () => {
  const words = (clause: QueryClause) => describeClause(clause);

  it("says field, operator and value", () => {
    expect(words(compare("state", ":", "failed"))).toBe("state is failed");
    expect(words(compare("state", "in", "failed", "crashed"))).toBe("state is any of failed, crashed");
    expect(words(compare("config.optimizer.lr", ">=", "1e-3"))).toBe("optimizer.lr ≥ 1e-3");
    expect(words(compare("class", ":", "digits.train.Mlp"))).toBe("class is Mlp");
    expect(words(compare("created", ">", "7d"))).toBe("created after 7d ago");
    expect(words(compare("created", "<", "2026-11-01"))).toBe("created before 2026-11-01");
    expect(words(clauseOf({ field: "lr", operator: "between", values: ["1", "2"] }))).toBe("lr 1 to 2");
    expect(words(clauseOf({ field: "error", operator: "has", values: [], negated: true }))).toBe(
      "not has error",
    );
    expect(words(part("mlp", { kind: "word", values: ["mlp"] }))).toBe("“mlp”");
    expect(words(part("x", { kind: "call", operator: "upstream", values: ["ab12cd34", "2"] }))).toBe(
      "upstream of ab12cd34, 2 deep",
    );
  });
});

describe("operators", () => {
  const number = { kind: "number", operators: [":", "=", "!=", "<", "<=", ">", ">=", "in"] } as const;

  it("are offered in words, with ranges where there is an order", () => {
    expect(operatorsOf(number)).toEqual([":", "!=", "<", "<=", ">", ">=", "in", "between", "has"]);
    expect(operatorWords(">=", "number")).toBe("is at least");
    expect(operatorWords(">", "time")).toBe("is after");
    expect(operatorSign("!=")).toBe("≠");
  });

  it("begin with what people mean first", () => {
    expect(firstOperator(number)).toBe(">=");
    expect(firstOperator({ kind: "state", operators: [":", "in"] })).toBe(":");
    expect(firstOperator({ kind: "time", operators: ["<", ">"] })).toBe(">");
  });
});

describe("colours", () => {
  const looks = (text: string) =>
    coloursOf(text).map(({ from, to, look }) => `${text.slice(from, to)} ${look}`);

  it("tell fields, operators and values apart", () => {
    expect(looks('lr>=1e-3 "strange key":mlp')).toEqual([
      "lr field",
      ">= operator",
      "1e-3 number",
      '"strange key" field',
      ": operator",
      "mlp value",
    ]);
    expect(looks("not (state in (failed, 3) or word)")).toEqual([
      "not keyword",
      "( sign",
      "state field",
      "in keyword",
      "( sign",
      "failed value",
      ", sign",
      "3 number",
      ") sign",
      "or keyword",
      ") sign",
    ]);
    expect(looks("downstream(ab12)")[0]).toBe("downstream function");
  });

  it("get through any text", () => {
    for (const text of ['"', "!", "((", '":"', "a:", ":a", 'x:"', "é🧪:🧪"]) {
      expect(coloursOf(text).every(({ from, to }) => from < to && to <= text.length)).toBe(true);
    }
  });
});

it("counts places as the server does", () => {
  expect(placeOf("🧪 a<", 2)).toBe(3);
  expect(positionOf("🧪 a<", 3)).toBe(2);
});

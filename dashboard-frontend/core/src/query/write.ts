/** A condition as the language writes it: a field, an operator, and one value or several. */
export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly negated?: boolean;
}

const KEYWORDS: ReadonlySet<string> = new Set(["and", "or", "not", "in"]);

/** The condition that a field has one of these values. */
export function is(field: string, ...values: readonly string[]): string {
  return writeCondition({ field, operator: values.length === 1 ? ":" : "in", values });
}

/** A condition as text. */
export function writeCondition({ field, operator, values, negated = false }: Condition): string {
  return `${negated ? "not " : ""}${writePositive(field, operator, values)}`;
}

/** Conditions side by side: all of them hold. */
export function joinConditions(conditions: readonly string[]): string {
  return conditions.filter((one) => one !== "").join(" ");
}

/** The query that looks for each word as it stands, whatever it means in the language. */
export function queryOfWords(text: string): string {
  return joinConditions(
    text
      .split(/\s+/)
      .filter((word) => word !== "")
      .map(quoted),
  );
}

/** A value after an operator, in quotes when it could not stand there by itself. */
export function writeValue(text: string): string {
  return /^[^\s()",=<>~!:][^\s()",]*$/.test(text) ? text : quoted(text);
}

/** A text in quotes. */
export function quoted(text: string): string {
  const inside = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
  return `"${inside}"`;
}

function writePositive(field: string, operator: string, values: readonly string[]): string {
  const name = writeWord(field);
  const [first = ""] = values;
  switch (operator) {
    case "has":
      return `has:${writeValue(field)}`;
    case "in":
      return `${name} in (${values.map(writeWord).join(", ")})`;
    case "between":
      return `${name} in ${first}..${values[1] ?? ""}`;
    default:
      return `${name}${operator}${writeValue(first)}`;
  }
}

/** A field, or a value in a list, where more characters mean something. */
function writeWord(text: string): string {
  const plain = /^[^\s()",=<>~!:]+$/.test(text) && !KEYWORDS.has(text.toLowerCase());
  return plain ? text : quoted(text);
}

/** What a piece of a query looks like; it need not be right, since only the server understands queries. */
export type Look = "field" | "operator" | "value" | "number" | "quoted" | "keyword" | "function" | "sign";

export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly look: Look;
}

const KEYWORD = /^(and|or|not|in)$/i;
const NUMBER = /^[-+]?(\d|\.\d)/;
const OPERATOR = /^(!=|<=|>=|!~|[:=<>~])/;
const PATTERN = /("(?:[^"\\]|\\.)*"?)|(!=|<=|>=|!~|[:=<>~])|([(),])|([^\s()",=<>~!:]+)|!/g;
const VALUE = /[^\s()",]+/y;

/** The pieces of a query by their look; bare words that search have none. */
export function coloursOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let lists = 0;
  PATTERN.lastIndex = 0;
  for (let found = PATTERN.exec(text); found !== null; found = PATTERN.exec(text)) {
    const from = found.index;
    const to = PATTERN.lastIndex;
    const [, quote, operator, sign, word] = found;
    if (operator !== undefined) {
      pieces.push({ from, to, look: "operator" });
      const value = valueAt(text, to);
      if (value !== null) {
        pieces.push(value);
        PATTERN.lastIndex = value.to;
      }
    } else if (sign !== undefined) {
      lists = sign === ")" ? 0 : lists;
      lists += sign === "(" && endsWithIn(text.slice(0, from)) ? 1 : 0;
      pieces.push({ from, to, look: "sign" });
    } else if (quote !== undefined) {
      pieces.push({ from, to, look: OPERATOR.test(text.slice(to)) ? "field" : "quoted" });
    } else if (word !== undefined) {
      pieces.push(...wordAt(text, from, to, lists > 0));
    }
  }
  return pieces;
}

function valueAt(text: string, at: number): Piece | null {
  VALUE.lastIndex = at;
  const found = VALUE.exec(text);
  return found === null ? null : { from: at, to: VALUE.lastIndex, look: valueLook(found[0]) };
}

function wordAt(text: string, from: number, to: number, inList: boolean): readonly Piece[] {
  const word = text.slice(from, to);
  const rest = text.slice(to);
  if (inList) {
    return [{ from, to, look: valueLook(word) }];
  }
  if (OPERATOR.test(rest.trimStart()) || /^\s+(not\s+)?in\s*[(\d.]/i.test(rest)) {
    return [{ from, to, look: "field" }];
  }
  if (KEYWORD.test(word)) {
    return [{ from, to, look: "keyword" }];
  }
  return rest.startsWith("(") ? [{ from, to, look: "function" }] : [];
}

function valueLook(text: string): Look {
  return NUMBER.test(text) ? "number" : "value";
}

function endsWithIn(text: string): boolean {
  return /\bin\s*$/i.test(text);
}

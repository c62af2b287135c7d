/** A query in three parts, of which the server does not understand the middle one. */
export interface MarkedQuery {
  readonly before: string;
  readonly wrong: string;
  readonly after: string;
}

/** Ways to ask, each with what it finds; all of them are queries as they stand. */
export const QUERY_EXAMPLES: readonly (readonly [query: string, finds: string])[] = [
  ["neural", "name, class, digest or a tag contains the word"],
  ["state:failed", "a field is this; = says the same, != the opposite"],
  ["duration>=10min", "at least; also >, < and <=, for numbers, times and sizes"],
  ["created>7d", "made in the last seven days; also a date, today or yesterday"],
  ["message~memory", "contains; !~ does not contain"],
  ["state in (failed, crashed)", "any of these"],
  ["attempts in 2..5", "a range with both ends, of which one may be left out"],
  ["has:error", "there is such a field"],
  ["not (state:success or dirty:true)", "or, not and parentheses"],
];

/** Cut a query where an error points; the server counts characters, whatever their width. */
export function markQuery(query: string, position: number, length: number): MarkedQuery {
  const characters = Array.from(query);
  const part = (from: number, to?: number) => characters.slice(from, to).join("");
  return {
    before: part(0, position),
    wrong: part(position, position + length),
    after: part(position + length),
  };
}

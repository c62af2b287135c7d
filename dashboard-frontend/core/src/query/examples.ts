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

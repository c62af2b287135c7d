/** Queries that are remembered. */
export const RECENT = 20;

/** Remembered queries from their text, the newest first; anything else is none. */
export function readRecent(text: string | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found)
      ? found.filter((one): one is string => typeof one === "string").slice(0, RECENT)
      : [];
  } catch {
    return [];
  }
}

/** The text with one more query in it, which stands first and once. */
export function withRecent(text: string | null, q: string): string {
  const rest = readRecent(text).filter((one) => one !== q);
  return JSON.stringify([q, ...rest].slice(0, RECENT));
}

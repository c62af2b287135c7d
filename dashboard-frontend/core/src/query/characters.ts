/*
 * The server counts characters, whatever their width; JavaScript counts the halves of wide ones.
 */

/** The place in JavaScript's text of a place that the server counted. */
export function placeOf(text: string, position: number): number {
  return Array.from(text).slice(0, Math.max(0, position)).join("").length;
}

/** The place as the server counts it of a place in JavaScript's text. */
export function positionOf(text: string, place: number): number {
  return Array.from(text.slice(0, place)).length;
}

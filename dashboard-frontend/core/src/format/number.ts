/** A count with thin groups: `12,480`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** A value with at most so many significant digits, and no more than the number has. */
export function formatNumber(value: number, digits = 6): string {
  if (Number.isInteger(value)) {
    return Math.abs(value) < 1e15 ? String(value) : value.toExponential();
  }
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) {
    return value.toExponential(Math.min(3, digits - 1)).replace(/\.?0+e/, "e");
  }
  return String(Number(value.toPrecision(digits)));
}

/** `1 class`, `12 classes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

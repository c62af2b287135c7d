import { formatDuration } from "../format/duration";
import type { Usual } from "../api/schema.gen";

/** How a duration compares with the class's usual, in words; null where there is nothing to compare with. */
export function againstUsual(seconds: number, { count, lower, median, upper }: Usual): string | null {
  if (count < 3 || median === null || lower === null || upper === null) {
    return null;
  }
  if (seconds >= lower && seconds <= upper) {
    return "as usual";
  }
  const factor = seconds > median ? seconds / median : median / seconds;
  const size = Number.isFinite(factor) && factor >= 1.5 ? `${factor.toFixed(factor < 10 ? 1 : 0)}× ` : "";
  return `${size}${seconds > median ? "longer" : "shorter"} than usual`;
}

/** The usual duration of a class in one line. */
export function describeUsual({ count, lower, median, upper }: Usual): string {
  if (median === null || lower === null || upper === null) {
    return "No experiment of its class has succeeded yet.";
  }
  if (count < 3) {
    return `${formatDuration(median)} for the only ${count === 1 ? "success" : "two successes"} of its class`;
  }
  return `median ${formatDuration(median)}, half of ${String(count)} successes between ${formatDuration(lower)} and ${formatDuration(upper)}`;
}

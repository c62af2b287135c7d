const STEPS: readonly (readonly [seconds: number, unit: string])[] = [
  [60, "s"],
  [60, "m"],
  [24, "h"],
  [7, "d"],
  [Number.POSITIVE_INFINITY, "w"],
];

/** How long ago, short and with one unit: `now`, `12s ago`, `5m ago`, `3h ago`, `2d ago`, `6w ago`. */
export function formatAgo(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Math.abs(seconds) < 5) {
    return "now";
  }
  const text = span(Math.abs(seconds));
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}

/** Seconds from a moment until now; never negative, whatever the two clocks say. */
export function secondsSince(iso: string, now: number): number {
  return Math.max(0, (now - Date.parse(iso)) / 1000);
}

/** The exact moment in the reader's zone: `2025-11-22 14:03:05 +01:00`. */
export function exactTime(iso: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) {
    return iso;
  }
  const offset = -moment.getTimezoneOffset();
  const sign = offset < 0 ? "-" : "+";
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const day = `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${clockTime(iso)} ${zone}`;
}

/** The time of day: `14:03:05`. */
export function clockTime(iso: string): string {
  const moment = new Date(iso);
  return `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
}

function span(seconds: number): string {
  let amount = seconds;
  for (const [size, unit] of STEPS) {
    if (Math.floor(amount) < size) {
      return `${String(Math.floor(amount))}${unit}`;
    }
    amount /= size;
  }
  return "";
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** A duration as people say it: `840 ms`, `12.4 s`, `1m 12s`, `3h 05m`, `2d 04h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 0.9995) {
    return `${String(Math.round(seconds * 1000))} ms`;
  }
  if (seconds < 59.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 3600) {
    return `${String(Math.floor(whole / 60))}m ${two(whole % 60)}s`;
  }
  if (whole < 86_400) {
    return `${String(Math.floor(whole / 3600))}h ${two(Math.floor((whole % 3600) / 60))}m`;
  }
  return `${String(Math.floor(whole / 86_400))}d ${two(Math.floor((whole % 86_400) / 3600))}h`;
}

/** A running clock, in whole seconds so that it does not flicker: `0s`, `48s`, `1m 12s`. */
export function formatElapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? `${String(whole)}s` : formatDuration(whole);
}

/** The exact value, for tooltips. */
export function exactDuration(seconds: number): string {
  return `${seconds.toLocaleString("en", { maximumFractionDigits: 6 })} seconds`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

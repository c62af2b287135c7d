const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** A size in decimal units with two significant places: `812 B`, `3.4 GB`. */
export function formatBytes(bytes: number): string {
  let amount = bytes;
  for (const unit of UNITS) {
    if (amount < 999.5 || unit === "PB") {
      return unit === "B" || amount >= 99.95
        ? `${amount.toFixed(0)} ${unit}`
        : `${amount.toFixed(1)} ${unit}`;
    }
    amount /= 1000;
  }
  return "";
}

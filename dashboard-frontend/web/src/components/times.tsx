import { exactDuration, formatDuration, formatElapsed } from "@furu/core/format/duration";
import { exactTime, formatAgo, secondsSince } from "@furu/core/format/time";
import { Hint } from "./hint";
import { cn } from "./ui/class-names";
import { useNow } from "@/hooks/use-now";

/** How long ago, renewed as time passes; the exact moment on hover. */
export function Ago({ at, className }: { at: string | null; className?: string }) {
  const now = useNow(10_000);
  if (at === null) {
    return <Nothing />;
  }
  return (
    <Hint text={exactTime(at)}>
      <time dateTime={at} className={cn("tabular", className)}>
        {formatAgo(at, now)}
      </time>
    </Hint>
  );
}

/** A finished duration; the exact value on hover. */
export function Took({ seconds, className }: { seconds: number | null; className?: string }) {
  if (seconds === null) {
    return <Nothing />;
  }
  return (
    <Hint text={exactDuration(seconds)}>
      <span className={cn("tabular", className)}>{formatDuration(seconds)}</span>
    </Hint>
  );
}

/** A clock that runs since a moment. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const now = useNow(1000);
  return (
    <Hint text={`since ${exactTime(since)}`}>
      <span className={cn("tabular", className)} style={{ color: "var(--state-running)" }}>
        {formatElapsed(secondsSince(since, now))}
      </span>
    </Hint>
  );
}

/** What is absent: a dash that reads as "none". */
export function Nothing({ label = "none" }: { label?: string }) {
  return (
    <span className="text-faint-foreground">
      <span aria-hidden>–</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

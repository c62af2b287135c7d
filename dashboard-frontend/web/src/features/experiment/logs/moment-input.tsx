import { useState } from "react";
import { Input } from "@/components/ui/input";

/** Goes to the first line at a time, or after it. */
export function MomentInput({ go }: { go: (at: string) => Promise<boolean> }) {
  const [missing, setMissing] = useState(false);
  return (
    <Input
      aria-label="Go to a time"
      aria-invalid={missing}
      placeholder="14:05"
      title="A time of this log, such as 14:05 or 2026-11-22 14:05:10; Enter goes there"
      className="w-20 aria-invalid:border-destructive"
      onChange={() => setMissing(false)}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          void go(event.currentTarget.value.trim()).then((found) => setMissing(!found));
        }
      }}
    />
  );
}

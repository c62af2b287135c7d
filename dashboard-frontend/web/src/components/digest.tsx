import { shortDigest } from "@furu/core/format/identity";
import { cn } from "./ui/class-names";

/** The first characters of a digest; all of it in the tooltip of the browser and in what is copied. */
export function Digest({ digest, className }: { digest: string; className?: string }) {
  return (
    <span title={digest} className={cn("font-mono text-xs select-text", className)}>
      {shortDigest(digest)}
    </span>
  );
}

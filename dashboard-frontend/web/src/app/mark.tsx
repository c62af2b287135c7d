import { cn } from "@/components/ui/class-names";

/** The mark of furu: an f whose bars are three levels of a graph. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" fill="none" aria-hidden className={cn("size-5 shrink-0", className)}>
      <rect width="16" height="16" rx="4" className="fill-primary" />
      <path
        d="M5 4.5v7M5 5h6M5 8.5h4"
        className="stroke-primary-foreground"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}

import { Skeleton } from "@/components/ui/skeleton";

const WIDTHS = ["w-48", "w-72", "w-64", "w-80", "w-56", "w-72"];

/** Lines that stand for what is on its way; they show themselves only when it takes long. */
export function SkeletonLines() {
  return (
    <div aria-hidden className="flex flex-col gap-3 p-4">
      {WIDTHS.map((width, line) => (
        <Skeleton key={line} className={width} />
      ))}
    </div>
  );
}

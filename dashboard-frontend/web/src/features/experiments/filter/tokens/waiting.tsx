import { Skeleton } from "@/components/ui/skeleton";

/** The place of what is about to be loaded. */
export function Waiting() {
  return (
    <div className="flex flex-col gap-2 p-3">
      <Skeleton className="w-3/5" />
      <Skeleton className="w-4/5" />
      <Skeleton className="w-2/5" />
    </div>
  );
}

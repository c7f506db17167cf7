import { Skeleton, SkeletonRows } from "../ui/skeleton.js";

/** The outline of a page that is being read. */
export function PagePending() {
  return (
    <div>
      <Skeleton className="mb-3 w-40" />
      <Skeleton className="mb-8 h-7 w-72 max-w-full" />
      <SkeletonRows rows={5} />
    </div>
  );
}

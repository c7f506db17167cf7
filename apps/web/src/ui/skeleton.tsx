import { cn } from "./cn.js";

/** A grey bar where text will be. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-shimmer rounded-sm bg-line/80", className)} />;
}

/** Rows of a list that is being read. Announces itself once to screen readers. */
export function SkeletonRows({ rows = 4, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" className={cn("divide-y divide-line rounded-lg border border-line bg-surface", className)}>
      <span className="sr-only">Loading…</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-6 px-4 py-3.5">
          <Skeleton className="w-2/5 max-w-52" />
          <Skeleton className="hidden w-24 sm:block" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}

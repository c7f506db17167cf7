import type { ReactNode } from "react";
import { cn } from "./cn.js";

/** Names and values of one thing, in columns where there is room. */
export function DefinitionList({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={cn("grid gap-x-8 gap-y-3 sm:grid-cols-[max-content_minmax(0,1fr)]", className)}>{children}</dl>;
}

export function Definition({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="sm:contents">
      <dt className="text-ink-faint">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

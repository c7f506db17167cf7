import type { ReactNode } from "react";

/** One of the lists of a plan, under its title. */
export function PlanPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      <h3 className="border-b border-line bg-sunken/60 px-4 py-1.5 text-note font-medium text-ink-soft">{title}</h3>
      {children}
    </section>
  );
}

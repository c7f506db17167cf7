import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.js";

/** A raised surface that holds one subject. */
export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("min-w-0 rounded-lg border border-line bg-surface shadow-raised", className)} {...rest} />;
}

/** A titled part of a page; the heading names the region for screen readers. */
export function Section({
  title,
  description,
  actions,
  children,
  className,
}: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section aria-label={title} className={cn("min-w-0", className)}>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-heading font-semibold">{title}</h2>
          {description !== undefined && <p className="mt-0.5 max-w-[68ch] text-ink-soft">{description}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

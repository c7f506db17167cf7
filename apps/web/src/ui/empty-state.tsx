import type { ReactNode } from "react";
import { cn } from "./cn.js";

/** What a list shows while it has nothing: what would be here, and the next step to get it. */
export function EmptyState({
  icon,
  title,
  level = 3,
  children,
  actions,
  className,
}: {
  icon?: ReactNode;
  title: string;
  /** 1 where it is all that the page has. */
  level?: 1 | 3;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className={cn("flex flex-col items-start rounded-lg border border-dashed border-line-strong/45 px-6 py-8 sm:px-8", className)}>
      {icon !== undefined && (
        <span className="mb-3 grid size-9 place-items-center rounded-md bg-sunken text-ink-soft [&_svg]:size-4.5">{icon}</span>
      )}
      <Heading className="text-heading font-semibold">{title}</Heading>
      {children !== undefined && <div className="mt-1 max-w-[62ch] text-ink-soft">{children}</div>}
      {actions !== undefined && <div className="mt-5 flex flex-wrap gap-2.5">{actions}</div>}
    </div>
  );
}

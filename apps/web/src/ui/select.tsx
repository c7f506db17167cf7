import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn.js";
import { controlStyle } from "./input.js";

/** The platform's own select: best on phones, and complete for keyboard and screen readers. */
export function Select({ className, children, small = false, ...rest }: ComponentProps<"select"> & { small?: boolean }) {
  return (
    <span className={cn("relative inline-flex w-full min-w-0 items-center", className)}>
      <select
        className={cn(controlStyle, "h-9 cursor-pointer appearance-none pr-8 max-sm:h-10", small && "h-7.5 px-2.5 pr-7 text-note max-sm:h-9")}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-4 text-ink-faint" />
    </span>
  );
}

import type { ComponentProps } from "react";
import { cn } from "./cn.js";

/** A key of the keyboard. */
export function Kbd({ className, ...rest }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={cn(
        "inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-sunken px-1 font-sans text-[0.6875rem] font-medium text-ink-soft",
        className,
      )}
      {...rest}
    />
  );
}

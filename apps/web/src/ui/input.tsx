import type { ComponentProps } from "react";
import { cn } from "./cn.js";

export const controlStyle =
  "w-full min-w-0 rounded-md border border-line-strong/60 bg-surface px-3 text-body text-ink shadow-raised transition-colors placeholder:text-ink-faint/80 hover:border-line-strong focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint aria-invalid:border-bad-mark max-sm:text-[1rem]";

/** A one-line text input; `machine` for names, paths and keys. */
export function Input({ machine = false, className, ...rest }: ComponentProps<"input"> & { machine?: boolean }) {
  return (
    <input
      className={cn(controlStyle, "h-9 max-sm:h-10", machine && "font-mono", className)}
      {...(machine && { autoCapitalize: "off", autoCorrect: "off", spellCheck: false })}
      {...rest}
    />
  );
}

export function Textarea({ machine = false, className, ...rest }: ComponentProps<"textarea"> & { machine?: boolean }) {
  return <textarea className={cn(controlStyle, "min-h-20 py-2", machine && "font-mono", className)} {...rest} />;
}

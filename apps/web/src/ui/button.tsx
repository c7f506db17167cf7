import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.js";

export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        primary: "bg-accent text-on-accent shadow-raised hover:bg-accent-strong",
        secondary: "border border-line bg-surface text-ink shadow-raised hover:bg-hover",
        quiet: "text-ink-soft hover:bg-hover hover:text-ink",
        danger: "bg-bad text-on-bad shadow-raised hover:opacity-90",
        "danger-quiet": "border border-line bg-surface text-bad shadow-raised hover:border-bad hover:bg-bad-soft",
      },
      size: {
        medium: "h-9 px-3.5 text-body max-sm:h-10",
        small: "h-7.5 px-2.5 text-note max-sm:h-9",
        icon: "size-8.5 text-body max-sm:size-10",
      },
    },
    defaultVariants: { tone: "secondary", size: "medium" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonStyle> & {
    /** Shows a spinner and refuses clicks, while the width stays. */
    busy?: boolean | undefined;
    /** Gives the look to the only child, such as a router link. */
    asChild?: boolean | undefined;
  };

/** A button whose text says what it will do. */
export function Button({ tone, size, busy = false, asChild = false, className, children, disabled, ...rest }: ButtonProps) {
  const style = cn(buttonStyle({ tone, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={style} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={style} disabled={disabled === true || busy} aria-busy={busy || undefined} {...rest}>
      {busy && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}

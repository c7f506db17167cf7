import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.js";

/** On or off, taking effect as its form says. Needs a label: `Field`, or `aria-label`. */
export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        "inline-flex h-5.5 w-9.5 shrink-0 items-center rounded-full border border-line-strong/60 bg-sunken p-0.5 transition-colors disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent",
        className,
      )}
      {...rest}
    >
      <Radix.Thumb className="size-4 rounded-full bg-line-strong transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  );
}

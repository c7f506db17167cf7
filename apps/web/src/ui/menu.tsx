import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.js";

export const Menu = Radix.Root;
export const MenuTrigger = Radix.Trigger;
export const MenuChoices = Radix.RadioGroup;

const item =
  "flex cursor-pointer items-start gap-2.5 rounded-md px-2.5 py-2 text-left outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint";

export function MenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        align="end"
        collisionPadding={12}
        className={cn(
          "z-50 max-w-[min(22rem,calc(100vw-1.5rem))] min-w-48 rounded-lg border border-line bg-surface p-1 shadow-floating data-[state=open]:animate-rise",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}

/** An entry of a menu. `hint` says in a second line what it will do. */
export function MenuItem({
  hint,
  danger = false,
  className,
  children,
  icon,
  ...rest
}: ComponentProps<typeof Radix.Item> & { hint?: ReactNode; danger?: boolean; icon?: ReactNode }) {
  return (
    <Radix.Item className={cn(item, danger && "text-bad data-[highlighted]:bg-bad-soft [&_svg]:text-bad", className)} {...rest}>
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{children}</span>
        {hint !== undefined && <span className="block text-note font-normal text-ink-faint">{hint}</span>}
      </span>
    </Radix.Item>
  );
}

/** One of several choices, of which one is on; inside `MenuChoices`. */
export function MenuChoice({ className, children, ...rest }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(item, "items-center", className)} {...rest}>
      <span className="flex-1">{children}</span>
      <Radix.ItemIndicator>
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-2.5 pt-2 pb-1 text-note text-ink-faint", className)} {...rest} />;
}

export function MenuSeparator({ className, ...rest }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn("my-1 h-px bg-line", className)} {...rest} />;
}

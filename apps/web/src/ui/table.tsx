import type { ComponentProps } from "react";
import { cn } from "./cn.js";

/**
 * A table that scrolls inside its own container, never the page. On phones a `stack` table turns each row into
 * a card: give every cell its heading as `label`.
 */
export function Table({
  label,
  stack = false,
  className,
  ...rest
}: ComponentProps<"table"> & { label: string; stack?: boolean }) {
  return (
    <div className="min-w-0 overflow-x-auto rounded-lg border border-line bg-surface shadow-raised" tabIndex={-1}>
      <table
        aria-label={label}
        data-stack={stack || undefined}
        className={cn("group/table w-full border-collapse text-left max-sm:data-stack:block", className)}
        {...rest}
      />
    </div>
  );
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead className={cn("border-b border-line bg-sunken/60 max-sm:group-data-stack/table:sr-only", className)} {...rest} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody className={cn("divide-y divide-line max-sm:group-data-stack/table:block", className)} {...rest} />;
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      className={cn(
        "transition-colors [tbody>&]:hover:bg-hover/50 max-sm:group-data-stack/table:block max-sm:group-data-stack/table:px-4 max-sm:group-data-stack/table:py-3",
        className,
      )}
      {...rest}
    />
  );
}

export function TableHeading({ className, ...rest }: ComponentProps<"th">) {
  return <th scope="col" className={cn("px-4 py-2 text-note font-medium whitespace-nowrap text-ink-faint", className)} {...rest} />;
}

export function TableCell({ label, className, children, ...rest }: ComponentProps<"td"> & { label?: string }) {
  return (
    <td
      className={cn(
        "px-4 py-2.5 align-middle",
        "max-sm:group-data-stack/table:flex max-sm:group-data-stack/table:min-w-0 max-sm:group-data-stack/table:items-baseline max-sm:group-data-stack/table:gap-3 max-sm:group-data-stack/table:px-0 max-sm:group-data-stack/table:py-1",
        className,
      )}
      {...rest}
    >
      {label !== undefined && (
        <span aria-hidden className="hidden w-24 shrink-0 text-note text-ink-faint max-sm:group-data-stack/table:block">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}

import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { buttonStyle, type ButtonProps } from "./button.js";
import { cn } from "./cn.js";

function TextAnchor({ className, ...rest }: ComponentProps<"a">) {
  return (
    <a
      className={cn("rounded-xs font-medium text-accent underline-offset-3 hover:text-accent-strong hover:underline", className)}
      {...rest}
    />
  );
}

function ButtonAnchor({ tone, size, className, ...rest }: ComponentProps<"a"> & Pick<ButtonProps, "tone" | "size">) {
  return <a className={cn(buttonStyle({ tone, size }), className)} {...rest} />;
}

function PlainAnchor({ className, ...rest }: ComponentProps<"a">) {
  return <a className={cn("rounded-xs underline-offset-3 hover:underline", className)} {...rest} />;
}

function RowAnchor({ className, ...rest }: ComponentProps<"a">) {
  return (
    <a
      data-row
      className={cn(
        "rounded-xs font-medium underline-offset-3 after:absolute after:inset-0 hover:underline",
        "focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent",
        className,
      )}
      {...rest}
    />
  );
}

/** A link inside text, in the accent colour. Typed by the routes of the app. */
export const TextLink = createLink(TextAnchor);

/** A link that looks like a button: it goes somewhere, and does nothing else. */
export const ButtonLink = createLink(ButtonAnchor);

/** A link that keeps the colour of what surrounds it; for names in tables and chips. */
export const PlainLink = createLink(PlainAnchor);

/** The link of a row: all of the row (which must be `relative`) is clickable, and `j` and `k` find it. */
export const RowLink = createLink(RowAnchor);

/** A link that leaves Windlass. */
export function ExternalLink({ className, ...rest }: ComponentProps<"a">) {
  return <TextAnchor target="_blank" rel="noreferrer noopener" className={className} {...rest} />;
}

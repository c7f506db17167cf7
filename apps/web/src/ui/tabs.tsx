import { createLink } from "@tanstack/react-router";
import { Tabs as Radix } from "radix-ui";
import { useEffect, useRef, type ComponentProps, type ReactNode } from "react";
import { cn } from "./cn.js";

const bar = "flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]";
const tab =
  "relative -mb-px inline-flex items-center gap-1.5 rounded-t-sm border-b-2 border-transparent px-3 py-2.5 font-medium whitespace-nowrap text-ink-soft transition-colors hover:text-ink focus-visible:-outline-offset-2";

function TabAnchor({ className, ...rest }: ComponentProps<"a">) {
  const anchor = useRef<HTMLAnchorElement>(null);
  const current = rest["aria-current"] === "page";
  // The outside system is the bar's scroll position: on a phone the current tab may lie beyond its edge.
  useEffect(() => {
    if (current) anchor.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return <a className={cn(tab, "aria-[current=page]:border-accent aria-[current=page]:text-ink", className)} {...rest} ref={anchor} />;
}

/** One tab that is a URL of its own; put it in `TabBar`. */
export const TabLink = createLink(TabAnchor);

/** A row of `TabLink`s: a navigation landmark, because each tab has its own address. */
export function TabBar({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <nav aria-label={label} className={cn(bar, className)}>
      {children}
    </nav>
  );
}

/** Tabs inside a page, for content that needs no address of its own. */
export const Tabs = Radix.Root;
export const TabPanel = Radix.Content;

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn(bar, className)} {...rest} />;
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger className={cn(tab, "data-[state=active]:border-accent data-[state=active]:text-ink", className)} {...rest} />;
}

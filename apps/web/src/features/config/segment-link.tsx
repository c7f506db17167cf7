import { cn } from "../../ui/cn.js";
import { ConfigLink } from "./config-link.js";
import type { ConfigSearch } from "./config-search.js";

/** One of a few ways to look at the same thing, side by side; each has its address. */
export function SegmentLink({ change, replace = false, current, children }: { change: ConfigSearch; replace?: boolean; current: boolean; children: string }) {
  return (
    <ConfigLink
      change={change}
      replace={replace}
      current={current}
      className={cn(
        "flex-1 rounded-sm px-2.5 py-1 text-center text-note font-medium whitespace-nowrap text-ink-soft hover:no-underline max-sm:py-2",
        current ? "bg-surface text-ink shadow-raised" : "hover:bg-hover",
      )}
    >
      {children}
    </ConfigLink>
  );
}

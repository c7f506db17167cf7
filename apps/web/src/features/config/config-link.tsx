import type { ReactNode } from "react";
import { PlainLink } from "../../ui/link.js";
import type { ConfigSearch } from "./config-search.js";

/** A link to the same tab with a part of its address changed. */
export function ConfigLink({
  change,
  replace = false,
  className,
  title,
  tabIndex,
  current,
  children,
}: {
  change: ConfigSearch;
  replace?: boolean;
  className?: string | undefined;
  title?: string | undefined;
  tabIndex?: number;
  current?: boolean;
  children: ReactNode;
}) {
  return (
    <PlainLink
      from="/services/$service/stages/$stage/config"
      to="."
      search={(before: ConfigSearch) => ({ ...before, ...change })}
      replace={replace}
      resetScroll={false}
      title={title}
      tabIndex={tabIndex}
      inactiveProps={{ "aria-current": current === true ? true : undefined }}
      className={className}
    >
      {children}
    </PlainLink>
  );
}

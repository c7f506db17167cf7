import { ChevronRight } from "lucide-react";
import { Children, type ReactNode } from "react";

/** Where the page is: links from the outermost to the page itself, which is the last child. */
export function Breadcrumbs({ children }: { children: ReactNode }) {
  const crumbs = Children.toArray(children);
  return (
    <nav aria-label="Breadcrumb" className="mb-2 min-w-0">
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-0.5 text-ink-faint">
        {crumbs.map((crumb, index) => (
          <li key={index} className="inline-flex min-w-0 items-center gap-1" aria-current={index === crumbs.length - 1 ? "page" : undefined}>
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0" />}
            {crumb}
          </li>
        ))}
      </ol>
    </nav>
  );
}

import type { ReactNode } from "react";
import { Section } from "../../ui/card.js";
import { PlainLink } from "../../ui/link.js";

export interface PagePart {
  id: string;
  title: string;
  /** What stands beside the title: a count, a change bar. */
  note?: ReactNode;
}

/** A part of the page that has an address of its own. */
export function Part({ id, title, note, children }: PagePart & { children: ReactNode }) {
  return (
    <div id={id} className="min-w-0 scroll-mt-20 lg:scroll-mt-6">
      <Section title={title} actions={note}>
        {children}
      </Section>
    </div>
  );
}

/** Links to the parts that the page has. */
export function PartLinks({ parts }: { parts: readonly PagePart[] }) {
  if (parts.length === 0) return null;
  return (
    <nav aria-label="On this page" className="mt-4 grid gap-px border-t border-line pt-4 max-lg:hidden">
      {parts.map(({ id, title, note }) => (
        <PlainLink
          key={id}
          to="."
          search={true}
          hash={id}
          resetScroll={false}
          className="flex items-center justify-between gap-2 rounded-md px-2.5 py-1.5 text-ink-soft hover:bg-hover hover:text-ink hover:no-underline"
        >
          {title}
          <span className="text-note text-ink-faint">{note}</span>
        </PlainLink>
      ))}
    </nav>
  );
}

import type { ReactNode } from "react";
import { useDocumentTitle } from "./use-document-title.js";

/** The head of a page: its one `h1`, what surrounds it, and at most one primary action. */
export function PageHeader({
  title,
  documentTitle = typeof title === "string" ? title : undefined,
  eyebrow,
  description,
  meta,
  actions,
}: {
  title: ReactNode;
  /** The name of the browser's tab, where the title is more than text or needs what surrounds it. */
  documentTitle?: string | undefined;
  eyebrow?: ReactNode;
  description?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
}) {
  useDocumentTitle(documentTitle);
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 flex-1 basis-72">
        {eyebrow !== undefined && <div className="mb-1 text-note text-ink-faint">{eyebrow}</div>}
        <h1 className="text-title font-semibold tracking-tight">{title}</h1>
        {description !== undefined && <p className="mt-1 max-w-[72ch] text-ink-soft">{description}</p>}
        {meta !== undefined && <div className="mt-2.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-ink-soft">{meta}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

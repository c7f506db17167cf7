import type { ReactNode } from "react";
import { useDocumentTitle } from "./use-document-title.js";

/** The frame of the pages before sign-in: one narrow column with the mark above it. */
export function WelcomeFrame({ mark, title, lead, children }: { mark: ReactNode; title: string; lead?: ReactNode; children: ReactNode }) {
  useDocumentTitle(title);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[25rem] flex-col px-5 pt-[12vh] pb-12">
      <div className="mb-8 flex items-center gap-2.5 font-semibold tracking-tight">{mark}Windlass</div>
      <h1 className="text-title font-semibold tracking-tight">{title}</h1>
      {lead !== undefined && <div className="mt-1.5 text-ink-soft">{lead}</div>}
      <div className="mt-7">{children}</div>
    </main>
  );
}

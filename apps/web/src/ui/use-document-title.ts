import { useEffect } from "react";

/** Names the browser's tab while the calling component is shown. */
export function useDocumentTitle(title: string | undefined): void {
  // The outside system is the document.
  useEffect(() => {
    document.title = title === undefined ? "Windlass" : `${title} · Windlass`;
  }, [title]);
}

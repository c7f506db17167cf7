import { useSyncExternalStore } from "react";

/** The theme that is on the screen now, for what CSS cannot colour, such as a canvas. */
export function useResolvedTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, read);
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function read(): "light" | "dark" {
  return document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}

import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

/**
 * What a browser does by itself when a page is loaded: says the new page's title to screen readers, and gives the focus
 * a place when the link that had it is gone.
 */
export function RouteAnnouncer() {
  const router = useRouter();
  const [title, setTitle] = useState("");
  // The outside system is the router.
  useEffect(
    () =>
      router.subscribe("onRendered", ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        setTitle(document.title);
        if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
      }),
    [router],
  );
  return (
    <p role="status" className="sr-only">
      {title}
    </p>
  );
}

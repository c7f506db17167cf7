import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLatest } from "./use-latest.js";

/**
 * Tells when the part of the address after `#` has changed while the component was shown: after the router has put
 * scroll positions back, so that what is scrolled to then stays.
 */
export function useHashNavigation(onHash: (hash: string) => void): void {
  const router = useRouter();
  const latest = useLatest(onHash);
  useEffect(
    () =>
      router.subscribe("onRendered", ({ toLocation, hashChanged }) => {
        if (hashChanged) latest.current(toLocation.hash);
      }),
    [router, latest],
  );
}

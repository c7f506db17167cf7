import { liveUrl, openLive, type Live } from "@windlass/client/live";
import { useEffect, useState, type ReactNode } from "react";
import { HistoryCache } from "./history-cache.js";
import { LiveContext } from "./live-context.js";

/**
 * Holds the one WebSocket of this page load; it belongs around everything that needs a signed-in user, so that
 * signing out closes it. `onUnauthenticated` is told when the server says that the session is over.
 */
export function LiveProvider({ children, onUnauthenticated }: { children: ReactNode; onUnauthenticated?: () => void }) {
  const [connection, setConnection] = useState<{ live: Live; histories: HistoryCache } | null>(null);
  // The outside system is the WebSocket.
  useEffect(() => {
    const live = openLive({ url: liveUrl(window.location.origin), WebSocket: window.WebSocket });
    setConnection({ live, histories: new HistoryCache(live) });
    return () => live.close();
  }, []);
  useEffect(() => {
    if (connection === null || onUnauthenticated === undefined) return undefined;
    return connection.live.onStatus((status) => {
      if (status === "unauthenticated") onUnauthenticated();
    });
  }, [connection, onUnauthenticated]);
  return <LiveContext value={connection}>{children}</LiveContext>;
}

import { Dot, type Tone } from "../ui/chip.js";
import { cn } from "../ui/cn.js";
import { useLiveStatus } from "./use-live-status.js";

const looks = {
  idle: { tone: "idle", text: "Connecting…" },
  connecting: { tone: "warn", text: "Connecting…" },
  open: { tone: "good", text: "Live" },
  waiting: { tone: "warn", text: "Reconnecting…" },
  unauthenticated: { tone: "bad", text: "Signed out" },
  closed: { tone: "idle", text: "Not connected" },
} as const satisfies Record<ReturnType<typeof useLiveStatus>, { tone: Tone; text: string }>;

/** Whether what is on the screen follows the server. What was missed meanwhile is read when the connection is back. */
export function ConnectionIndicator({ className }: { className?: string }) {
  const status = useLiveStatus();
  const { tone, text } = looks[status];
  return (
    <span
      role="status"
      aria-label={`Connection: ${text}`}
      title={status === "open" ? "Everything on this page is up to date" : "What is missed now is read when the connection is back"}
      data-status={status}
      className={cn("inline-flex items-center gap-2 text-note text-ink-faint", className)}
    >
      <Dot tone={tone} pulse={status === "connecting" || status === "waiting"} />
      {text}
    </span>
  );
}

import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { createContext, use, useCallback, useEffect, useState, type ReactNode } from "react";
import { Button } from "./button.js";
import { cn } from "./cn.js";

export type ToastMessage = {
  tone: "good" | "bad" | "idle";
  title: string;
  text?: string;
};
type Shown = ToastMessage & { id: number };

const ToastContext = createContext<((message: ToastMessage) => void) | null>(null);

/** Shows a short message at the edge of the page; screen readers hear it. Bad news stays for 12 s, the rest for 5 s. */
export function useToast(): (message: ToastMessage) => void {
  const notify = use(ToastContext);
  if (notify === null) throw new Error("useToast needs a ToastProvider above it.");
  return notify;
}

const icons = { good: CircleCheck, bad: CircleAlert, idle: Info };
const iconColor = { good: "text-good", bad: "text-bad", idle: "text-ink-faint" };

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const notify = useCallback((message: ToastMessage) => {
    // Three at most: an older message that nobody read is no news.
    setShown((before) => [...before.slice(-2), { ...message, id: (before.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const close = useCallback((id: number) => setShown((before) => before.filter((message) => message.id !== id)), []);
  return (
    <ToastContext value={notify}>
      {children}
      {/* There from the start, because a live region that appears together with its text is not read out. */}
      <section aria-label="Messages" aria-live="polite" className="pointer-events-none fixed right-0 bottom-0 z-[60] flex w-full max-w-sm flex-col gap-2 p-4">
        {shown.map((message) => (
          <ToastCard key={message.id} message={message} onClose={close} />
        ))}
      </section>
    </ToastContext>
  );
}

function ToastCard({ message, onClose }: { message: Shown; onClose: (id: number) => void }) {
  const [held, setHeld] = useState(false);
  const { id, tone, title, text } = message;
  // The outside system is the clock. While the pointer or the focus is on the message, it waits.
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => onClose(id), tone === "bad" ? 12_000 : 5_000);
    return () => clearTimeout(timer);
  }, [held, id, tone, onClose]);
  const Icon = icons[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex animate-rise items-start gap-3 rounded-lg border border-line bg-surface p-3.5 pr-2 shadow-floating"
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", iconColor[tone])} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {text !== undefined && <p className="mt-0.5 text-ink-soft">{text}</p>}
      </div>
      <Button tone="quiet" size="icon" aria-label="Dismiss" className="-my-1" onClick={() => onClose(id)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}

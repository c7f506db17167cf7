import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, use, useCallback, useState, type ReactNode } from "react";
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
  return (
    <ToastContext value={notify}>
      <Radix.Provider swipeDirection="right" label="Message">
        {children}
        {shown.map((message) => (
          <ToastCard
            key={message.id}
            message={message}
            onClosed={() => setShown((before) => before.filter((other) => other.id !== message.id))}
          />
        ))}
        <Radix.Viewport className="fixed right-0 bottom-0 z-[60] flex w-full max-w-sm flex-col gap-2 p-4 outline-none" />
      </Radix.Provider>
    </ToastContext>
  );
}

function ToastCard({ message, onClosed }: { message: Shown; onClosed: () => void }) {
  const Icon = icons[message.tone];
  return (
    <Radix.Root
      type={message.tone === "bad" ? "foreground" : "background"}
      duration={message.tone === "bad" ? 12_000 : 5_000}
      onOpenChange={(open) => !open && onClosed()}
      className="flex items-start gap-3 rounded-lg border border-line bg-surface p-3.5 pr-2 shadow-floating data-[state=open]:animate-rise"
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", iconColor[message.tone])} />
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-medium">{message.title}</Radix.Title>
        {message.text !== undefined && <Radix.Description className="mt-0.5 text-ink-soft">{message.text}</Radix.Description>}
      </div>
      <Radix.Close asChild>
        <Button tone="quiet" size="icon" aria-label="Dismiss" className="-my-1">
          <X aria-hidden />
        </Button>
      </Radix.Close>
    </Radix.Root>
  );
}

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.js";
import { cn } from "./cn.js";
import { useToast } from "./toast.js";

/** Copies `text`. `what` names it for screen readers: "Copy the webhook address". With `children` it shows text. */
export function CopyButton({ text, what, children, className }: { text: string; what: string; children?: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  const notify = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      notify({ tone: "bad", title: "The browser refused to copy", text: "Select the text and copy it by hand; copying needs https or localhost." });
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1_600);
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button
      tone={children === undefined ? "quiet" : "secondary"}
      size={children === undefined ? "icon" : "small"}
      aria-label={children === undefined ? `Copy ${what}` : undefined}
      title={`Copy ${what}`}
      onClick={() => void copy()}
      className={cn(copied && "text-good", className)}
    >
      <Icon aria-hidden />
      {children !== undefined && (copied ? "Copied" : children)}
      {copied && <span className="sr-only" role="status">{`Copied ${what}`}</span>}
    </Button>
  );
}

/** Machine text to paste elsewhere, with its copy button. Long text scrolls inside the box. */
export function CopyBlock({ text, what, multiline = false }: { text: string; what: string; multiline?: boolean }) {
  return (
    <div className="flex min-w-0 items-start rounded-md border border-line bg-sunken">
      <pre className={cn("min-w-0 flex-1 overflow-x-auto px-3 py-2 font-mono text-note", multiline && "max-h-80 overflow-y-auto")} tabIndex={0}>
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.js";
import { CopyButton } from "../../ui/copy-button.js";

/** A secret that is shown when it is asked for, and can be copied without being shown. */
export function SecretBlock({ secret }: { secret: string }) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="flex min-w-0 items-center rounded-md border border-line bg-sunken">
      <code className="min-w-0 flex-1 overflow-x-auto px-3 py-2 font-mono text-note whitespace-nowrap">{shown ? secret : "•".repeat(24)}</code>
      <Button tone="quiet" size="icon" aria-label={shown ? "Hide the secret" : "Show the secret"} aria-pressed={shown} onClick={() => setShown(!shown)}>
        <Icon aria-hidden />
      </Button>
      <CopyButton text={secret} what="the secret" />
    </div>
  );
}

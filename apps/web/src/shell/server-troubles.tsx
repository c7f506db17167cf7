import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { healthQuery } from "../queries/health.js";
import { Mono } from "../ui/chip.js";
import { Prose } from "../ui/prose.js";

/** What keeps the server from working as it should, above every page: whoever waits for a deployment reads why nothing begins. */
export function ServerTroubles() {
  const { data } = useQuery(healthQuery);
  if (data === undefined || data.troubles.length === 0) return null;
  return (
    <ul role="alert" aria-label="Troubles of the server" className="mb-6 grid gap-2">
      {data.troubles.map(({ code, message, hint }) => (
        <li key={code} className="flex gap-3 rounded-lg border border-warn-mark/35 bg-warn-soft px-4 py-3">
          <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-warn" />
          <div className="min-w-0 flex-1">
            <p className="font-medium text-ink">
              <Prose text={message} />
            </p>
            <p className="mt-0.5 text-ink-soft">
              <Prose text={hint} /> <Mono className="text-note text-ink-faint">{code}</Mono>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

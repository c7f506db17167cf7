import type { Stage } from "@windlass/contracts/stage";
import { Snowflake } from "lucide-react";
import { TextLink } from "../../ui/link.js";
import { RelativeTime } from "../../ui/relative-time.js";

/** Says that nothing of the stage leaves the queue now, why, and until when. */
export function HoldNotice({ stage: { service, name, hold } }: { stage: Stage }) {
  if (hold === null) return null;
  return (
    <div role="status" aria-label="Held" className="mb-6 flex items-start gap-3 rounded-lg border border-line bg-sunken px-4 py-3.5">
      <Snowflake aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-faint" />
      <div className="min-w-0">
        <p className="font-medium break-words">{hold.message}</p>
        <p className="mt-0.5 flex flex-wrap gap-x-4 text-ink-soft">
          <span>
            {"Deployments wait in the queue since "}
            <RelativeTime at={hold.since} />
            {hold.until === null ? "." : " and go on by themselves "}
            {hold.until !== null && <RelativeTime at={hold.until} />}
          </span>
          {hold.reason === "frozen" && (
            <TextLink to="/services/$service/stages/$stage/settings" params={{ service, stage: name }}>
              See its freezes
            </TextLink>
          )}
        </p>
      </div>
    </div>
  );
}

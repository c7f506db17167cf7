import type { Deployment } from "@windlass/contracts/deployment";
import { Clock3 } from "lucide-react";
import { TextLink } from "../../ui/link.js";

/** Why a queued deployment has not begun, and what it waits for. */
export function BlockerBox({ deployment: { service, stage, blocker } }: { deployment: Deployment }) {
  if (blocker === null) return null;
  return (
    <div role="note" aria-label="Waits for" className="mb-6 flex items-start gap-3 rounded-lg border border-line bg-sunken px-4 py-3.5">
      <Clock3 aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-faint" />
      <div className="min-w-0">
        <p>{blocker.message}</p>
        <p className="mt-0.5 flex flex-wrap gap-x-4">
          {blocker.deploymentNumber !== null && (
            <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number: blocker.deploymentNumber }}>
              {`Waits for #${blocker.deploymentNumber}`}
            </TextLink>
          )}
          <TextLink to="/queue">See the queue</TextLink>
        </p>
      </div>
    </div>
  );
}

import type { Deployment } from "@windlass/contracts/deployment";
import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { TextLink } from "../../ui/link.js";

/** What the state alone does not say: which deployment took its place, who overrode a freeze, that a cancellation came too late. */
export function OutcomeNotes({ deployment }: { deployment: Deployment }) {
  const { service, stage, supersededBy, freezeOverriddenBy, cancelNote } = deployment;
  return (
    <>
      {supersededBy !== null && (
        <Note>
          {"A newer push to the same branch took its place: "}
          <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number: supersededBy }}>
            {`superseded by #${supersededBy}`}
          </TextLink>
        </Note>
      )}
      {freezeOverriddenBy !== null && <Note>{`${freezeOverriddenBy} let it run in spite of a freeze or pause; the log has the reason.`}</Note>}
      {cancelNote !== null && <Note>{cancelNote}</Note>}
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p role="note" className="mb-4 flex items-start gap-3 rounded-lg border border-line bg-sunken px-4 py-2.5">
      <Info aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-faint" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

import type { Stage } from "@windlass/contracts/stage";
import { Hourglass, TriangleAlert } from "lucide-react";
import { ButtonLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import { DoctorPanel } from "./doctor/doctor-panel.js";

/** What the reader must know before anything else: that somebody must decide, the last deployment's error with the way out of it, or that the sandbox forgot the stack. */
export function StageNotice({ stage }: { stage: Stage }) {
  const last = stage.lastDeployment;
  if (stage.status === "sandbox_lost") {
    return (
      <div role="status" className="mb-6 flex gap-3 rounded-lg border border-warn-mark/40 bg-warn-soft px-4 py-3.5">
        <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-warn" />
        <div>
          <p className="font-medium">The sandbox no longer has this stage's stack</p>
          <p className="mt-0.5 text-ink-soft">The emulator was started anew. History and releases are kept here; deploy to create the stack again.</p>
        </div>
      </div>
    );
  }
  if (stage.awaitingApproval !== null) return <WaitsForApproval stage={stage} number={stage.awaitingApproval} />;
  const address = { service: stage.service, stage: stage.name };
  if (last?.error === undefined || last.error === null || (last.state !== "failed" && last.state !== "rolled_back")) {
    return stage.status === "failed" ? <DoctorPanel address={address} /> : null;
  }
  return (
    <>
      <Problem
        className="mb-6"
        problem={last.error}
        actions={
          <ButtonLink size="small" to="/services/$service/stages/$stage/deployments/$number" params={{ ...address, number: last.number }}>
            {`Open deployment #${last.number}`}
          </ButtonLink>
        }
      />
      <DoctorPanel address={address} />
    </>
  );
}

function WaitsForApproval({ stage, number }: { stage: Stage; number: number }) {
  return (
    <div role="status" className="mb-6 flex flex-wrap items-center gap-3 rounded-lg border border-warn-mark/40 bg-warn-soft px-4 py-3">
      <Hourglass aria-hidden className="size-4.5 shrink-0 text-warn" />
      <p className="min-w-0 flex-1 font-medium">{`Deployment #${number} waits for approval of its plan`}</p>
      <ButtonLink size="small" to="/services/$service/stages/$stage/deployments/$number" params={{ service: stage.service, stage: stage.name, number }} hash="approval">
        Read the plan
      </ButtonLink>
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import type { Approval } from "@windlass/contracts/approval";
import type { Deployment } from "@windlass/contracts/deployment";
import { Hourglass } from "lucide-react";
import { deploymentApprovalQuery } from "../../../queries/deployments.js";
import { cn } from "../../../ui/cn.js";
import { Problem } from "../../../ui/problem.js";
import { problemOf } from "../../../api/problem-of.js";
import { DecisionForm } from "./decision-form.js";
import { GivenList } from "./given-list.js";

/** Why a deployment waits for people, for how many and whom, what was said so far, and the reader's own say. */
export function ApprovalPanel({ deployment, waiting }: { deployment: Deployment; waiting: boolean }) {
  const { data: approval, error } = useQuery(deploymentApprovalQuery(deployment, deployment.id));
  if (error !== null) return <Problem problem={problemOf(error)} className="mb-6" />;
  if (approval === undefined || (!waiting && approval.given.length === 0)) return null;
  return (
    <section
      aria-label="Approval"
      id="approval"
      className={cn("mb-6 scroll-mt-20 rounded-lg border px-4 py-3.5", waiting ? "border-warn-mark/40 bg-warn-soft" : "border-line bg-surface shadow-raised")}
    >
      <div className="flex gap-3">
        <Hourglass aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", waiting ? "text-warn" : "text-ink-faint")} />
        <div className="min-w-0 flex-1">
          <h2 className="font-medium">{waiting ? waitText(approval) : "Approval"}</h2>
          {waiting && approval.reason !== null && <p className="mt-0.5 text-ink-soft">{approval.reason}</p>}
          {waiting && <p className="mt-0.5 text-note text-ink-soft">{whoText(approval)}</p>}
          <GivenList given={approval.given} />
          {waiting && approval.refusal !== null && <p className="mt-3 text-note text-ink-soft">{`You cannot decide: ${approval.refusal}`}</p>}
          {waiting && approval.refusal === null && approval.planHash !== null && <DecisionForm deployment={deployment} planHash={approval.planHash} />}
        </div>
      </div>
    </section>
  );
}

function waitText({ missing, rules }: Approval): string {
  if (missing === 0) return "Approved: a worker goes on with it";
  if (rules.count === 1) return "Waits for approval";
  return `Waits for approval: ${rules.count - missing} of ${rules.count} given`;
}

function whoText({ rules: { role, approvers, requesterMayApprove } }: Approval): string {
  const who = approvers.length > 0 ? `By ${approvers.join(", ")}, with the role ${role} or above` : `By anybody with the role ${role} or above`;
  return `${who}${requesterMayApprove ? "." : ", but not by who asked for the deployment."}`;
}

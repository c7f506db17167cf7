import type { Deployment } from "@windlass/contracts/deployment";
import { isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import { Zap } from "lucide-react";
import { durationText } from "../../ui/time-text.js";
import { RelativeTime } from "../../ui/relative-time.js";

/** That functions run their earlier code already while the stack still follows, and how long that took. */
export function CodeBack({ deployment, state }: { deployment: Deployment; state: DeploymentState }) {
  const { fast } = deployment.results;
  if (fast === undefined) return null;
  return (
    <div role="status" aria-label="Code" className="mb-6 flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3.5 shadow-raised">
      <Zap aria-hidden className="mt-0.5 size-4.5 shrink-0 text-good" />
      <div className="min-w-0">
        <p className="font-medium">{`Code back after ${durationText(fast.afterMs)}, ${fast.restoredAt === null ? stackWords(state) : "and taken back again"}`}</p>
        <p className="mt-0.5 break-words text-ink-soft">
          {`${fast.functions.join(", ")}, `}
          <RelativeTime at={fast.restoredAt ?? fast.codeAt} />
        </p>
      </div>
    </div>
  );
}

function stackWords(state: DeploymentState): string {
  if (!isTerminal(state)) return "the stack is settling";
  return state === "succeeded" ? "the stack is settled" : "the stack is not settled";
}

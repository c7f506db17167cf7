import type { WatchStackResult } from "@windlass/aws/stacks/watch-stack";
import { WindlassError, type ProblemDetail, type SourcePlace } from "@windlass/contracts/error";
import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";
import { problemOf } from "./problem-of.js";
import type { RunContext } from "./run-context.js";

/** Says why CloudFormation did not do as asked: the first resource that failed, and where the config asks for it. */
export function stackProblem({ run, masker }: RunContext, result: WatchStackResult): ProblemDetail {
  const { firstFailure, status, statusReason } = result;
  if (!firstFailure) {
    return problemOf(new WindlassError("stack_failed", `The stack ended in ${status}${statusReason ? `: ${statusReason}` : "."}`), masker);
  }
  const { nestedIn, ...failed } = firstFailure;
  const { logicalId, resourceType, reason, remedy } = failed;
  const resource = { ...failed, place: placeOf(run.release, [logicalId, ...nestedIn.toReversed()]) };
  const where = nestedIn.length === 0 ? "" : ` in the nested stack ${nestedIn.join(" / ")}`;
  return problemOf(new WindlassError("stack_failed", `${logicalId} (${resourceType})${where} failed: ${reason}`, { resource, ...(remedy ? { hint: remedy } : {}) }), masker);
}

/** Where the config asks for a resource; of one whose nested stack the config brings as a whole, where it asks for that. */
function placeOf(release: DeploymentRun["release"], logicalIds: readonly string[]): SourcePlace | null {
  for (const logicalId of logicalIds) {
    const place = release?.sourceMap[logicalId];
    if (place) return place;
  }
  return null;
}

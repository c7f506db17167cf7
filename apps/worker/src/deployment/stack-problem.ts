import type { WatchStackResult } from "@windlass/aws/stacks/watch-stack";
import { WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import { problemOf } from "./problem-of.js";
import type { RunContext } from "./run-context.js";

/** Says why CloudFormation did not do as asked: the first resource that failed, and where the config asks for it. */
export function stackProblem({ run, masker }: RunContext, result: WatchStackResult): ProblemDetail {
  const { firstFailure, status, statusReason } = result;
  if (!firstFailure) {
    return problemOf(new WindlassError("stack_failed", `The stack ended in ${status}${statusReason ? `: ${statusReason}` : "."}`), masker);
  }
  const { logicalId, resourceType, reason } = firstFailure;
  const resource = { ...firstFailure, place: run.release?.sourceMap[logicalId] ?? null };
  return problemOf(new WindlassError("stack_failed", `${logicalId} (${resourceType}) failed: ${reason}`, { resource }), masker);
}

import { logGroupOf } from "@windlass/aws/logs/log-groups";
import type { Expected } from "@windlass/aws/stacks/find-leftovers";
import { isStackStatus, stackStatuses } from "@windlass/aws/stacks/stack-status";
import { deploymentBucket } from "@windlass/cloudformation/retained-by-default";
import type { DeploymentOptions } from "@windlass/contracts/deployment-options";
import { WindlassError } from "@windlass/contracts/error";
import { leftoverSchema, type RemovalPreview, type RemovalResource } from "@windlass/contracts/removal";
import { z } from "zod";

const expectedSchema = z.object({ kind: leftoverSchema.shape.kind, name: z.string(), logicalId: z.string().nullable(), retained: z.boolean() });

/** What the plan step of a deletion keeps for the steps after it: once the stack is gone, nothing tells what was in it. */
export const removalPlanSchema = z.object({
  stackId: z.string(),
  /** Ids of resources to keep that the stack would delete. */
  retain: z.array(z.string()),
  /** Physical names of buckets to empty. */
  emptyBuckets: z.array(z.string()),
  /** Log groups outside of the stack to delete once the functions are gone. */
  logGroups: z.array(z.string()),
  expected: z.array(expectedSchema),
});
export type RemovalPlan = z.infer<typeof removalPlanSchema>;

/**
 * Decides what a removal keeps, empties and deletes. What holds data stays unless the request says otherwise, one of `everything` by that.
 *
 * @throws WindlassError `invalid_request` for ids that the stack does not have, `removal_incomplete` for a bucket whose content
 * nobody decided about, `stack_stuck` where the stack's status does not let anything be kept.
 */
export function decideRemoval(preview: RemovalPreview & { stackId: string }, options: DeploymentOptions): { plan: RemovalPlan; lost: RemovalResource[] } {
  const { resources, stackId, status } = preview;
  const next = status !== null && isStackStatus(status) ? stackStatuses[status].nextAction : "by_hand";
  const byDefault = next === "delete_then_create" || options.everything === true ? [] : resources.filter(({ retained, choice }) => retained && choice).map(({ id }) => id);
  const wanted = new Set(options.retain ?? byDefault);
  refuseUnknown(resources, [...wanted, ...(options.emptyBuckets ?? [])]);
  const isKept = (resource: RemovalResource): boolean => wanted.has(resource.id) || (resource.retained && !resource.choice);
  const lost = resources.filter((resource) => !isKept(resource));
  const retain = resources.filter(({ id, choice, outside }) => wanted.has(id) && choice && !outside).map(({ id }) => id);
  if (retain.length > 0 && next !== "update" && next !== "decide_deletion") throw cannotKeep(preview, retain);
  if (next === "decide_deletion") refuseUntried(preview, retain);
  const emptied = lost.filter(({ id, logicalId, content }) => content !== null && (logicalId === deploymentBucket || options.everything === true || options.emptyBuckets?.includes(id)));
  refuseFull(lost.filter((resource) => !emptied.includes(resource)));
  return {
    plan: {
      stackId,
      retain,
      emptyBuckets: emptied.flatMap(({ physicalId }) => (physicalId === null ? [] : [physicalId])),
      logGroups: strayLogGroups(resources, wanted),
      expected: expectedOf(preview, isKept),
    },
    lost,
  };
}

/** What the check after a deletion looks for, and what it tells as retained. */
export function expectedOf({ stackId, resources }: RemovalPreview & { stackId: string }, isKept: (resource: RemovalResource) => boolean): Expected[] {
  const found: Expected[] = [{ kind: "stack", name: stackId, logicalId: null, retained: false }];
  for (const resource of resources) {
    const { physicalId, logicalId, resourceType, outside } = resource;
    const retained = isKept(resource);
    const kind = kindOf[resourceType] ?? (retained ? "resource" : null);
    if (kind !== null && physicalId !== null) found.push({ kind, name: physicalId, logicalId: outside ? null : logicalId, retained });
  }
  const named = new Set(found.map(({ name }) => name));
  for (const name of functionLogGroups(resources)) if (!named.has(name)) found.push({ kind: "log_group", name, logicalId: null, retained: false });
  return found;
}

const kindOf: Record<string, Expected["kind"]> = {
  "AWS::CloudFormation::Stack": "stack",
  "AWS::S3::Bucket": "bucket",
  "AWS::Logs::LogGroup": "log_group",
  "AWS::Lambda::LayerVersion": "layer",
};

/** A function that runs until its end may make its log group then, so all count, whether they were there or not. */
function functionLogGroups(resources: readonly RemovalResource[]): string[] {
  return resources.flatMap(({ resourceType, physicalId }) => (resourceType === "AWS::Lambda::Function" && physicalId !== null ? [logGroupOf(physicalId)] : []));
}

function strayLogGroups(resources: readonly RemovalResource[], wanted: ReadonlySet<string>): string[] {
  const inStack = new Set(resources.filter(({ resourceType, outside }) => resourceType === "AWS::Logs::LogGroup" && !outside).map(({ physicalId }) => physicalId));
  return functionLogGroups(resources).filter((name) => !inStack.has(name) && !wanted.has(name));
}

function refuseUnknown(resources: readonly RemovalResource[], ids: readonly string[]): void {
  const unknown = ids.filter((id) => !resources.some((resource) => resource.id === id));
  if (unknown.length === 0) return;
  throw new WindlassError("invalid_request", `The stack has no ${unknown.join(", ")}. Nothing was changed.`, { hint: "The removal's preview names every resource." });
}

function cannotKeep({ stackName, status }: RemovalPreview, retain: readonly string[]): WindlassError {
  return new WindlassError("stack_stuck", `The stack ${stackName ?? ""} is in ${status ?? "no state"}, in which ${retain.join(", ")} cannot be kept. Nothing was changed.`, {
    hint: "Let the stage page's doctor repair the stack first, or choose to delete the data too.",
  });
}

/** CloudFormation keeps only what it has failed to delete; what it has not tried yet would go. */
function refuseUntried({ resources, stackName }: RemovalPreview, retain: readonly string[]): void {
  const untried = resources.filter(({ id, status }) => retain.includes(id) && status !== "DELETE_FAILED").map(({ id }) => id);
  if (untried.length === 0) return;
  throw new WindlassError("stack_stuck", `A deletion of ${stackName ?? "the stack"} has begun, and ${untried.join(", ")} can no longer be kept. Nothing was changed.`, {
    hint: "Save what they hold, then remove the stage with its data.",
  });
}

function refuseFull(lost: readonly RemovalResource[]): void {
  const full = lost.filter(({ content }) => content !== null && content.versions + content.deleteMarkers > 0);
  if (full.length === 0) return;
  const names = full.map(({ id, content }) => `${id} (${content?.more === true ? "more than " : ""}${content?.versions ?? 0} object versions)`);
  throw new WindlassError("removal_incomplete", `CloudFormation deletes no bucket that is not empty: ${names.join(", ")}. Nothing was changed.`, {
    hint: "Ask for the removal again, and say for each whether it is emptied or retained.",
  });
}

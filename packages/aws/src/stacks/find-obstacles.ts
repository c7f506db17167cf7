import { isStateful } from "@windlass/cloudformation/stateful-types";
import type { BucketContent, Obstacle, StackAction } from "@windlass/contracts/stack-diagnosis";
import { countVersions } from "../artifacts/count-versions.js";
import type { AwsSession } from "../session.js";
import { listStackResources, type StackResource } from "./list-stack-resources.js";

type Search = { stackId: string; action: StackAction; signal?: AbortSignal };

/** A resource that was stopped, not one that failed: CloudFormation does not take it in `ResourcesToSkip`. */
const cancelled = /cancell?ed/i;

/**
 * The resources in the way of an action: those that failed to roll back or to be deleted, and what a first create left.
 *
 * @throws WindlassError
 */
export async function findObstacles(session: AwsSession, search: Search): Promise<Obstacle[]> {
  const { stackId, action, signal } = search;
  if (action !== "continue_rollback" && action !== "retry_deletion" && action !== "delete_failed_create") return [];
  if (action === "continue_rollback") return failedToRollBack(session, { ...search, prefix: "" });
  const resources = await listStackResources(session, { stackName: stackId, ...(signal ? { signal } : {}) });
  const inTheWay = resources.filter(action === "retry_deletion" ? failedToDelete : isLeft);
  const obstacles: Obstacle[] = [];
  for (const resource of inTheWay) obstacles.push(await toObstacle(session, { resource, action, ...(signal ? { signal } : {}) }));
  return obstacles;
}

function failedToDelete({ status }: StackResource): boolean {
  return status === "DELETE_FAILED";
}

function isLeft({ status }: StackResource): boolean {
  return status !== "DELETE_COMPLETE" && status !== "CREATE_FAILED";
}

/** A nested stack that failed is named by what failed in it: CloudFormation skips that as `<nested stack's name>.<logical id>`. */
async function failedToRollBack(session: AwsSession, search: Search & { prefix: string }): Promise<Obstacle[]> {
  const { stackId, prefix, signal } = search;
  const resources = await listStackResources(session, { stackName: stackId, ...(signal ? { signal } : {}) });
  const failed = resources.filter(({ status, reason }) => status === "UPDATE_FAILED" && !cancelled.test(reason ?? ""));
  const obstacles: Obstacle[] = [];
  for (const resource of failed) {
    const nestedId = resource.resourceType === "AWS::CloudFormation::Stack" ? resource.physicalId : null;
    const inside = nestedId === null ? [] : await failedToRollBack(session, { ...search, stackId: nestedId, prefix: `${nameIn(nestedId)}.` });
    if (inside.length > 0) obstacles.push(...inside);
    else obstacles.push({ ...base(resource), id: `${prefix}${resource.logicalId}`, content: null, offers: nestedId === null ? ["skip"] : [] });
  }
  return obstacles;
}

/** `arn:aws:cloudformation:…:stack/<name>/<uuid>` */
function nameIn(stackId: string): string {
  return stackId.split("/")[1] ?? stackId;
}

function base({ logicalId, physicalId, resourceType, status, reason }: StackResource): Omit<Obstacle, "content" | "offers"> {
  return { id: logicalId, logicalId, physicalId, resourceType, status, why: reason ?? `It is in ${status}.`, stateful: isStateful(resourceType) };
}

async function toObstacle(session: AwsSession, input: { resource: StackResource; action: StackAction; signal?: AbortSignal }): Promise<Obstacle> {
  const { resource, action, signal } = input;
  const isBucket = resource.resourceType === "AWS::S3::Bucket" && resource.physicalId !== null;
  const content = isBucket ? await countVersions(session, { bucket: resource.physicalId ?? "", ...(signal ? { signal } : {}) }) : null;
  const full = content !== null && content.versions + content.deleteMarkers > 0;
  const about = base(resource);
  return {
    ...about,
    why: full && content !== null ? `${contentText(content)}. ${about.why}` : about.why,
    content,
    offers: [...(full ? (["empty"] as const) : []), ...(action === "retry_deletion" ? (["retain"] as const) : [])],
  };
}

function contentText({ versions, deleteMarkers, more }: BucketContent): string {
  const markers = deleteMarkers === 0 ? "" : ` and ${deleteMarkers} delete marker${deleteMarkers === 1 ? "" : "s"}`;
  return `It holds ${more ? "more than " : ""}${versions} object version${versions === 1 ? "" : "s"}${markers}`;
}

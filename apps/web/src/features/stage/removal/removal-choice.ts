import type { RemovalPreview, RemovalResource } from "@windlass/contracts/removal";

/** What a person has decided: ids that stay, and buckets to empty. */
export type RemovalChoice = { retain: ReadonlySet<string>; empty: ReadonlySet<string> };

/** The bucket of earlier packages is emptied without asking. */
const deploymentBucket = "ServerlessDeploymentBucket";

/** Whether a person has something to decide or to know about it: it holds data of its own. */
export function isData({ stateful, choice, retained, resourceType, logicalId }: RemovalResource): boolean {
  return stateful && (choice || retained) && resourceType !== "AWS::Logs::LogGroup" && logicalId !== deploymentBucket;
}

/** Before anything is decided, what holds data stays. */
export function firstChoice({ resources }: RemovalPreview): RemovalChoice {
  return { retain: new Set(resources.filter(({ retained, choice }) => retained && choice).map(({ id }) => id)), empty: new Set() };
}

/** Whether it stays in AWS under this choice. */
export function stays(resource: RemovalResource, { retain }: RemovalChoice): boolean {
  return retain.has(resource.id) || (resource.retained && !resource.choice);
}

/** Whether it is a bucket with something in it that would be deleted but nobody said to empty. */
export function isUndecided(resource: RemovalResource, choice: RemovalChoice): boolean {
  const full = resource.content !== null && resource.content.versions + resource.content.deleteMarkers > 0;
  return full && !stays(resource, choice) && !choice.empty.has(resource.id) && resource.logicalId !== deploymentBucket;
}

/** The same choice with one id put in or taken out. */
export function toggled(ids: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(ids);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}

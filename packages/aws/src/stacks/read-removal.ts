import { isDisposable } from "@windlass/cloudformation/change-risk";
import { isRetainedByDefault } from "@windlass/cloudformation/retained-by-default";
import { keptByTemplate } from "@windlass/cloudformation/retain-resources";
import { isStateful } from "@windlass/cloudformation/stateful-types";
import type { RemovalPreview, RemovalResource } from "@windlass/contracts/removal";
import { countVersions } from "../artifacts/count-versions.js";
import { findLogGroups, logGroupOf } from "../logs/log-groups.js";
import type { AwsSession } from "../session.js";
import { describeStack } from "./describe-stack.js";
import { listStackResources, type StackResource } from "./list-stack-resources.js";
import { readTemplate } from "./read-template.js";

type Place = { stackId: string; prefix: string; signal?: AbortSignal };

/**
 * Everything that deleting a stack deletes or keeps, its nested stacks' resources included, and the log groups that Lambda made
 * for its functions by itself.
 *
 * @throws WindlassError
 */
export async function readRemoval(session: AwsSession, input: { stackName: string; signal?: AbortSignal }): Promise<RemovalPreview> {
  const { stackName, signal } = input;
  const stack = await describeStack(session, stackName, signal);
  if (!stack || stack.status === "DELETE_COMPLETE") return { stackName: null, stackId: null, status: null, resources: [] };
  const { stackId, status } = stack;
  const resources = await resourcesOf(session, { stackId, prefix: "", ...(signal ? { signal } : {}) });
  return { stackName: stack.stackName, stackId, status, resources: [...resources, ...(await strayLogGroups(session, resources, signal))] };
}

async function resourcesOf(session: AwsSession, place: Place): Promise<RemovalResource[]> {
  const { stackId, prefix, signal } = place;
  const options = { stackName: stackId, ...(signal ? { signal } : {}) };
  const listed = (await listStackResources(session, options)).filter(({ status }) => status !== "DELETE_COMPLETE");
  const kept = listed.length === 0 ? [] : await keptIn(session, options);
  const found: RemovalResource[] = [];
  for (const resource of listed) {
    const isNested = resource.resourceType === "AWS::CloudFormation::Stack" && resource.physicalId !== null;
    found.push(await toRemoval(session, { resource, place, kept: kept.includes(resource.logicalId) }));
    if (isNested) found.push(...(await resourcesOf(session, { ...place, stackId: resource.physicalId ?? "", prefix: `${prefix}${resource.logicalId}/` })));
  }
  return found;
}

/** A template that cannot be read keeps nothing that is known of; what is to stay is then refused when it would be changed. */
async function keptIn(session: AwsSession, options: { stackName: string; signal?: AbortSignal }): Promise<string[]> {
  const template = await readTemplate(session, options).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    return {};
  });
  return keptByTemplate(template);
}

async function toRemoval(session: AwsSession, input: { resource: StackResource; place: Place; kept: boolean }): Promise<RemovalResource> {
  const { resource, place } = input;
  const { logicalId, physicalId, resourceType } = resource;
  // Templates keep versions for roll-backs, but they go with their function.
  const kept = input.kept && resourceType !== "AWS::Lambda::Version";
  const isBucket = resourceType === "AWS::S3::Bucket" && physicalId !== null;
  return {
    id: `${place.prefix}${logicalId}`,
    logicalId,
    physicalId,
    resourceType,
    status: resource.status,
    stateful: isStateful(resourceType),
    retained: kept || isRetainedByDefault(resource),
    choice: !kept && !isDisposable(resourceType) && resourceType !== "AWS::CloudFormation::Stack",
    content: isBucket ? await countVersions(session, { bucket: physicalId ?? "", ...(place.signal ? { signal: place.signal } : {}) }) : null,
    outside: false,
  };
}

async function strayLogGroups(session: AwsSession, resources: readonly RemovalResource[], signal?: AbortSignal): Promise<RemovalResource[]> {
  const inStack = new Set(resources.filter(({ resourceType }) => resourceType === "AWS::Logs::LogGroup").map(({ physicalId }) => physicalId));
  const names = resources.flatMap(({ resourceType, physicalId }) => (resourceType === "AWS::Lambda::Function" && physicalId !== null ? [logGroupOf(physicalId)] : []));
  const strays = await findLogGroups(session, { names: names.filter((name) => !inStack.has(name)), ...(signal ? { signal } : {}) });
  return strays.map((name) => ({
    id: name,
    logicalId: name,
    physicalId: name,
    resourceType: "AWS::Logs::LogGroup",
    status: null,
    stateful: true,
    retained: false,
    choice: true,
    content: null,
    outside: true,
  }));
}

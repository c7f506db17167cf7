import { detectStackDrift, type ResourceDrift, type StackDrift } from "@windlass/aws/drift/detect-stack-drift";
import { readEventSource, readLiveFunction, type LiveFunction } from "@windlass/aws/drift/read-live-function";
import { mapParallel } from "@windlass/aws/map-parallel";
import type { AwsSession } from "@windlass/aws/session";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import type { SwappedFunction } from "@windlass/operations/stage/read-swapped-functions";
import { compareFunction, type Difference } from "./compare-function.js";
import { readDeployedStacks, type DeployedStack } from "./deployed-stack.js";
import { expectedFunctions, type ExpectedFunction } from "./expected-functions.js";

/** A function as it should be and as it is, with what differs. */
export type Inspected = { expected: ExpectedFunction; live: LiveFunction | null; differences: Difference[] };

export type StageInspection = {
  functions: Inspected[];
  stacks: DeployedStack[];
  /** What CloudFormation says of the other resources, one entry for each stack. */
  drift: StackDrift[];
};

type InspectInput = {
  stackId: string;
  release: StoredRelease;
  /** Functions that got other code alone, on purpose: that is what they should run. */
  swapped: readonly Pick<SwappedFunction, "functionName" | "code">[];
  signal: AbortSignal;
};

/** Accounts are throttled at a few calls per second. */
const functionsAtOnce = 4;

/** CloudFormation's own check looks at what Lambda is asked for itself, too, and not as closely. */
const lambdaTypes = new Set(["AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::EventSourceMapping"]);

/**
 * Compares what a stage runs with its release: functions by Lambda's own account of them, the rest by CloudFormation.
 * @throws WindlassError
 */
export async function inspectStage(aws: AwsSession, input: InspectInput): Promise<StageInspection> {
  const stacks = await readDeployedStacks(aws, input);
  const functions = await inspectFunctions(aws, { ...input, stacks });
  const drift: StackDrift[] = [];
  for (const { stackId } of stacks) drift.push(await detectStackDrift(aws, { stackId, signal: input.signal }));
  return { functions, stacks, drift };
}

/** The part that Lambda is asked. A re-deployment needs no more. */
export async function inspectFunctions(aws: AwsSession, input: Omit<InspectInput, "stackId"> & { stacks: readonly DeployedStack[] }): Promise<Inspected[]> {
  const swapped = new Map(input.swapped.map(({ functionName, code }) => [functionName, code]));
  const expected = input.stacks.flatMap((stack) => expectedFunctions(stack, input.release.artifacts)).map((one) => {
    const code = swapped.get(one.functionName);
    return code ? { ...one, code: { bucket: code.bucket, key: code.key, sha256: Buffer.from(code.hash, "hex").toString("base64") } } : one;
  });
  return mapParallel(expected, functionsAtOnce, (one) => inspectFunction(aws, one, input.signal));
}

async function inspectFunction(aws: AwsSession, expected: ExpectedFunction, signal: AbortSignal): Promise<Inspected> {
  const live = await readLiveFunction(aws, { functionName: expected.functionName, withAliases: expected.aliases.length > 0, signal });
  const differences = compareFunction(expected, live);
  for (const { logicalId, uuid, enabled } of expected.eventSources) {
    const source = await readEventSource(aws, { uuid, signal });
    if (source?.enabled === enabled) continue;
    const actual = source === null ? "deleted" : source.enabled ? "enabled" : "disabled";
    differences.push({ logicalId, aspect: "event_source", property: null, expected: enabled ? "enabled" : "disabled", actual });
  }
  return { expected, live, differences };
}

/** What CloudFormation found of resources that Lambda was not asked about. */
export function otherResources(drift: readonly StackDrift[]): ResourceDrift[] {
  return drift.flatMap((one) => (one.available ? one.resources : [])).filter(({ resourceType }) => !lambdaTypes.has(resourceType));
}

/** The live resources that nobody but CloudFormation could compare. */
export function liveOthers(stacks: readonly DeployedStack[]) {
  return stacks.flatMap(({ live }) => [...live.values()]).filter(({ resourceType }) => !lambdaTypes.has(resourceType) && resourceType !== "AWS::CloudFormation::Stack");
}

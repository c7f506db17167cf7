import { GetLayerVersionByArnCommand } from "@aws-sdk/client-lambda";
import type { Leftover } from "@windlass/contracts/removal";
import { countVersions } from "../artifacts/count-versions.js";
import { nameOf, statusOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import { findLogGroups } from "../logs/log-groups.js";
import type { AwsSession } from "../session.js";
import { describeStack } from "./describe-stack.js";

/** What a removal was to delete or keep, as far as it can be looked for afterwards. */
export type Expected = { kind: Leftover["kind"]; name: string; logicalId: string | null; retained: boolean };

/**
 * Looks for what a removal should have deleted. What was to stay is told as retained and not looked for.
 *
 * @throws WindlassError
 */
export async function findLeftovers(session: AwsSession, input: { expected: readonly Expected[]; signal?: AbortSignal }): Promise<Leftover[]> {
  const { expected, signal } = input;
  const names = expected.filter(({ kind, retained }) => kind === "log_group" && !retained).map(({ name }) => name);
  const groups = new Set(await findLogGroups(session, { names, ...(signal ? { signal } : {}) }));
  const items: Leftover[] = [];
  // One after the other: services are throttled, and a removal is in no hurry.
  for (const { kind, name, logicalId, retained } of expected) {
    const there = !retained && (kind === "log_group" ? groups.has(name) : await isThere(session, { kind, name, ...(signal ? { signal } : {}) }));
    items.push({ kind, name, logicalId, state: retained ? "retained" : there ? "left" : "gone" });
  }
  return items;
}

async function isThere(session: AwsSession, input: { kind: Exclude<Leftover["kind"], "log_group">; name: string; signal?: AbortSignal }): Promise<boolean> {
  const { kind, name, signal } = input;
  switch (kind) {
    case "stack": {
      const stack = await describeStack(session, name, signal);
      return stack !== null && stack.status !== "DELETE_COMPLETE";
    }
    case "bucket":
      return (await countVersions(session, { bucket: name, ...(signal ? { signal } : {}) })) !== null;
    case "layer":
      return hasLayer(session, name, signal);
    case "resource":
      return false;
  }
}

async function hasLayer(session: AwsSession, arn: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await withFreshCredentials(session, () => session.lambda.send(new GetLayerVersionByArnCommand({ Arn: arn }), signal ? { abortSignal: signal } : {}));
    return true;
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException" || statusOf(error) === 404) return false;
    throw toWindlassError(error, `look for the layer ${arn}`);
  }
}

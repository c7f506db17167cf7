import { deleteLogGroup } from "@windlass/aws/logs/log-groups";
import type { AwsSession } from "@windlass/aws/session";
import { findLeftovers } from "@windlass/aws/stacks/find-leftovers";
import { findTraces, type Traces } from "@windlass/aws/stacks/find-traces";
import { WindlassError } from "@windlass/contracts/error";
import type { Leftover } from "@windlass/contracts/removal";
import { systemContext } from "@windlass/operations/context";
import { claimRemoval, type ClaimedRemoval } from "@windlass/operations/preview-environment/claim-removal";
import { finishRemoval, noteLeftovers, noteUnseen, retryRemoval, waitForRemoval } from "@windlass/operations/preview-environment/note-removal";
import type { WorkerServices } from "../services.js";

/** Looks after every removal of a preview that is due: asks for another one where it failed, and once it is done looks whether anything is left. */
export async function removePreviews(services: WorkerServices): Promise<void> {
  const context = systemContext(services.db, services.owner);
  while (!services.shutdown.aborted) {
    const claimed = await claimRemoval(context, services.keyring);
    if (claimed === null) return;
    try {
      await lookAfter(services, claimed);
    } catch (error) {
      if (!(error instanceof WindlassError)) throw error;
      services.logger.warn({ err: error, preview: claimed.label }, "it could not be seen whether anything of a preview is left");
      await noteUnseen(context, claimed, error.message);
    }
  }
}

async function lookAfter(services: WorkerServices, claimed: ClaimedRemoval): Promise<void> {
  const context = systemContext(services.db, services.owner);
  const { stage, removal, known } = claimed;
  if (stage === null) return finishRemoval(context, claimed, { retained: [], note: "" });
  if (removal === "runs") return waitForRemoval(context, claimed);
  if (removal === null) return retryRemoval(context, claimed);
  if (removal !== "succeeded") return noteLeftovers(context, claimed, { message: removal.failed, leftovers: known.filter(({ state }) => state === "left") });
  const retained = unique(known.filter(({ state }) => state === "retained"));
  const { left, tagsSeen } = stage.stackName === null ? nothing : await findLeft(services, { aws: services.sessions.session(stage.access, stage.region), stackName: stage.stackName, known });
  if (left.length === 0) return finishRemoval(context, claimed, { retained, note: tagsSeen ? "" : "Its tags could not be looked for: grant `tag:GetResources` to the role." });
  return noteLeftovers(context, claimed, { message: "The stack is gone, but something of it is left.", leftovers: [...left, ...retained] });
}

const nothing: Traces = { left: [], tagsSeen: true };

type Left = { aws: AwsSession; stackName: string; known: readonly Leftover[] };

/** What is left of a removed stack, by name, by tag and by what the removals knew of. Log groups that a last run of a function has made are deleted. */
async function findLeft({ shutdown: signal }: WorkerServices, { aws, stackName, known }: Left): Promise<Traces> {
  const wanted = unique(known.filter(({ state }) => state !== "retained"));
  const expected = wanted.map(({ kind, name, logicalId }) => ({ kind, name, logicalId, retained: false }));
  const left = (await findLeftovers(aws, { expected, signal })).filter(({ state }) => state === "left");
  const stray = left.filter(({ kind }) => kind === "log_group");
  for (const { name } of stray) await deleteLogGroup(aws, { name, signal });
  const traces = await findTraces(aws, { stackName, signal });
  return { ...traces, left: unique([...left.filter((one) => !stray.includes(one)), ...traces.left.filter((trace) => !isKept(trace, known))]) };
}

/** Of a bucket the name is known; of most else the tag tells an address that ends with it. */
function isKept({ name }: Leftover, known: readonly Leftover[]): boolean {
  return known.some((one) => one.state === "retained" && (one.name === name || (name.startsWith("arn:") && (name.endsWith(`/${one.name}`) || name.endsWith(`:${one.name}`)))));
}

function unique(items: readonly Leftover[]): Leftover[] {
  return [...new Map(items.map((item) => [`${item.kind} ${item.name}`, item])).values()];
}

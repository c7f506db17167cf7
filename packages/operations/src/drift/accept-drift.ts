import { driftFindingsSchema, type AcceptDrift, type AcceptedDrift, type RevokeDrift, type StageDrift } from "@windlass/contracts/drift";
import { WindlassError } from "@windlass/contracts/error";
import type { Prisma } from "@windlass/database/generated/client";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { readAccepted } from "./drift-view.js";
import { readStageDrift } from "./read-stage-drift.js";

/**
 * Accepts differences that the last check found: they count no more until AWS has yet another value. Throws `not_found`
 * for the stage and for a fingerprint that the last check did not find.
 */
export async function acceptDrift(context: OperationContext, input: AcceptDrift & { stage: StageAddress }): Promise<StageDrift> {
  authorize(context, "drift:accept");
  await inTransaction(context.db, async (tx) => {
    const stage = await lockStage(tx, input.stage);
    const added = await findDifferences(tx, { stageId: stage.id, ...input, acceptedBy: context.actor.label });
    const kept = readAccepted(stage.acceptedDrift).filter(({ fingerprint }) => !input.fingerprints.includes(fingerprint));
    await tx.stage.update({ where: { id: stage.id }, data: { acceptedDrift: [...kept, ...added] } });
    await audit(tx, context, { action: "drift.accepted", stageId: stage.id, stage: input.stage, differences: added, reason: input.reason });
  });
  return readStageDrift(context, input.stage);
}

/** Lets accepted differences count again. Throws `not_found` for the stage. */
export async function revokeDrift(context: OperationContext, input: RevokeDrift & { stage: StageAddress }): Promise<StageDrift> {
  authorize(context, "drift:accept");
  await inTransaction(context.db, async (tx) => {
    const stage = await lockStage(tx, input.stage);
    const accepted = readAccepted(stage.acceptedDrift);
    const revoked = accepted.filter(({ fingerprint }) => input.fingerprints.includes(fingerprint));
    await tx.stage.update({ where: { id: stage.id }, data: { acceptedDrift: accepted.filter((one) => !revoked.includes(one)) } });
    await audit(tx, context, { action: "drift.acceptance_revoked", stageId: stage.id, stage: input.stage, differences: revoked, reason: "" });
  });
  return readStageDrift(context, input.stage);
}

async function lockStage(tx: Prisma.TransactionClient, address: StageAddress) {
  const { id } = await findStage(tx, address);
  await tx.$queryRaw`SELECT 1 FROM stages WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.stage.findUniqueOrThrow({ where: { id } });
}

async function findDifferences(tx: Prisma.TransactionClient, input: AcceptDrift & { stageId: string; acceptedBy: string }): Promise<AcceptedDrift[]> {
  const { stageId, fingerprints, acceptedBy, reason } = input;
  const latest = await tx.driftCheck.findFirst({ where: { stageId, state: "done" }, orderBy: { id: "desc" } });
  const found = latest === null ? [] : driftFindingsSchema.parse(latest.result).differences;
  const acceptedAt = new Date().toISOString();
  return [...new Set(fingerprints)].map((wanted) => {
    const difference = found.find(({ fingerprint }) => fingerprint === wanted);
    if (!difference) throw new WindlassError("not_found", `The last drift check found no difference ${wanted}.`, { hint: "Check the stage again: AWS may have changed since." });
    const { fingerprint, logicalId, aspect, property } = difference;
    return { fingerprint, logicalId, aspect, property, acceptedBy, acceptedAt, reason };
  });
}

type Audited = { action: string; stageId: string; stage: StageAddress; differences: readonly AcceptedDrift[]; reason: string };

async function audit(tx: Prisma.TransactionClient, { actor }: OperationContext, { action, stageId, stage, differences, reason }: Audited): Promise<void> {
  await recordAudit(tx, actor, {
    action,
    entity: { type: "stage", id: stageId, name: `${stage.service}/${stage.stage}` },
    data: { reason, differences: differences.map(({ logicalId, aspect, property }) => [logicalId, aspect, property ?? ""].filter(Boolean).join(" ")) },
  });
}

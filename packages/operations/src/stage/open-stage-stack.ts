import { authorize, type OperationContext } from "../context.js";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import type { Database } from "@windlass/database/database";
import type { Keyring } from "../sealing.js";
import { findStage, type StageAddress } from "./find-stage.js";

/** What is needed to read a stage's stack from AWS. */
export type StageStackSource = {
  access: AccountAccess;
  region: string;
  /** Null when the stage has never had a release. */
  stackName: string | null;
  /** When a deployment of it last succeeded; null: never, or it was removed since. */
  succeededAt: Date | null;
};

/** Opens a stage's account for reading its stack; the credentials are for the call and never for an answer. Throws `not_found`, `credentials_refused`. */
export async function openStageStack(context: OperationContext, request: { stage: StageAddress; keyring: Keyring }): Promise<StageStackSource> {
  authorize(context, "deployment:read");
  const stage = await findStage(context.db.prisma, request.stage);
  return {
    access: accountAccess(stage.account, request.keyring),
    region: stage.region,
    stackName: stage.stackName ?? (await findStackName(context.db, stage.id)),
    succeededAt: await findLastSuccess(context.db, stage.id),
  };
}

/** The name that the last release gave the stack: a first plan that failed may have left one, before the stage knew of it. */
export async function findStackName(db: Database, stageId: string): Promise<string | null> {
  const release = await db.prisma.release.findFirst({ where: { stageId }, orderBy: { number: "desc" }, select: { stackName: true } });
  return release?.stackName ?? null;
}

/** When a deployment to the stage's stack last succeeded; null where none did, or the stage was removed since. */
export async function findLastSuccess(db: Database, stageId: string): Promise<Date | null> {
  const last = await db.prisma.deployment.findFirst({
    where: { stageId, state: "succeeded", kind: { in: ["deploy", "rollback", "remove"] } },
    orderBy: { number: "desc" },
    select: { kind: true, finishedAt: true },
  });
  return last === null || last.kind === "remove" ? null : last.finishedAt;
}

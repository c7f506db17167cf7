import { WindlassError } from "@windlass/contracts/error";
import type { Stage, StageParameter, UpdateStage } from "@windlass/contracts/stage";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { Prisma, StageParameter as StoredParameter } from "@windlass/database/generated/client";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { sealedPlace } from "../sealed-place.js";
import { nextTimes } from "../schedule/next-times.js";
import type { Keyring } from "../sealing.js";
import { findStage, type StageAddress } from "./find-stage.js";
import { openParameters } from "./open-parameters.js";
import { readStage } from "./read-stage.js";

export type StageChange = { stage: StageAddress; change: UpdateStage; keyring: Keyring };

/**
 * Changes the fields that are given; parameters are replaced as a whole. Throws `not_found`, and `invalid_request`
 * for a parameter that is named twice or has no value, a secret of a stage whose code is not trusted, and a schedule that never comes.
 */
export async function updateStage(context: OperationContext, input: StageChange): Promise<Stage> {
  authorize(context, "stage:update");
  const { branch, autoDeploy, policyLevels, parameters, settings } = input.change;
  await inTransaction(context.db, async (tx) => {
    const { id, settings: stored, untrusted } = await findStage(tx, input.stage);
    if (untrusted && parameters?.some(({ secret }) => secret)) {
      throw new WindlassError("invalid_request", `${input.stage.stage} runs code of somebody without write access: it has no secrets.`, { hint: "Leave the secret parameters out." });
    }
    await tx.stage.update({
      where: { id },
      data: {
        ...(branch === undefined ? {} : { branch }),
        ...(autoDeploy === undefined ? {} : { autoDeploy }),
        ...(policyLevels === undefined ? {} : { policyLevels }),
        ...(settings === undefined ? {} : { settings: { ...stageSettingsSchema.parse(stored), ...settings } }),
        ...(settings?.schedule === undefined ? {} : { scheduleNextAt: settings.schedule === null ? null : nextTimes(settings.schedule, { from: new Date(), count: 1 })[0] }),
      },
    });
    if (parameters !== undefined) await replaceParameters(tx, { stageId: id, parameters, keyring: input.keyring });
    await recordAudit(tx, context.actor, {
      action: "stage.updated",
      entity: { type: "stage", id, name: `${input.stage.service}/${input.stage.stage}` },
      data: auditData(input.change),
    });
  });
  return readStage(context, input);
}

/** What was changed: of parameters only the names. */
function auditData({ parameters, ...rest }: UpdateStage): Prisma.InputJsonObject {
  return { ...rest, ...(parameters === undefined ? {} : { parameters: parameters.map(({ name }) => name) }) };
}

type Replacement = { stageId: string; parameters: readonly StageParameter[]; keyring: Keyring };

async function replaceParameters(tx: Prisma.TransactionClient, { stageId, parameters, keyring }: Replacement): Promise<void> {
  const names = parameters.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new WindlassError("invalid_request", "A parameter is named twice.");
  const stored = await tx.stageParameter.findMany({ where: { stageId } });
  const kept = new Set(parameters.filter(({ secret, value }) => secret && value === null).map(({ name }) => name));
  const unknown = [...kept].find((name) => !stored.some((row) => row.name === name && row.secret));
  if (unknown !== undefined) throw new WindlassError("invalid_request", `The secret ${unknown} has no stored value to keep.`);
  await tx.stageParameter.deleteMany({ where: { stageId, name: { notIn: [...kept] } } });
  await tx.stageParameter.createMany({
    data: parameters
      .filter(({ name }) => !kept.has(name))
      .map(({ name, value, secret }) => {
        if (value === null) throw new WindlassError("invalid_request", `The parameter ${name} has no value.`);
        const before = stored.find((row) => row.name === name);
        return { stageId, name, secret, version: nextVersion(before, { value, secret, keyring }), sealedValue: keyring.seal(value, sealedPlace.stageParameter(stageId, name)) };
      }),
  });
}

/** The same value keeps its version; another one, or one that becomes secret, has the next. */
function nextVersion(before: StoredParameter | undefined, now: { value: string; secret: boolean; keyring: Keyring }): number {
  if (!before) return 1;
  const [open] = openParameters([before], now.keyring);
  return open?.value === now.value && open.secret === now.secret ? before.version : before.version + 1;
}

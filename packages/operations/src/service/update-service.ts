import { WindlassError } from "@windlass/contracts/error";
import { previewSettingsSchema, type PreviewSettings } from "@windlass/contracts/preview";
import type { Service, UpdateService } from "@windlass/contracts/service";
import { Prisma } from "@windlass/database/generated/client";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { readService, serviceNotFound } from "./read-service.js";
import { setDependencies } from "./set-dependencies.js";

/** Changes the fields that are given; the next deployment uses them. Throws `not_found`, `dependency_cycle`, and `invalid_request` for previews of a stage, or in an account, that is not there. */
export async function updateService(context: OperationContext, input: { name: string; change: UpdateService }): Promise<Service> {
  authorize(context, "service:update");
  const { rootDirectory, configFile, buildCommand, submodules, lfs, dependsOn, inputs, previews } = input.change;
  await inTransaction(context.db, async (tx) => {
    const service = await tx.service.findUnique({ where: { name: input.name }, select: { id: true, repositoryId: true, previews: true, stages: { where: { pullRequestId: null }, select: { name: true } } } });
    if (!service) throw serviceNotFound(input.name);
    const settings = previews === undefined ? undefined : previewSettingsSchema.parse({ ...previewSettingsSchema.parse(service.previews), ...previews });
    if (settings !== undefined) {
      checkBaseStage(input.name, settings, service.stages);
      await checkAccount(tx, settings);
      if (settings.enabled) await offerPulls(tx, service.repositoryId);
    }
    await tx.service.update({
      where: { id: service.id },
      data: {
        ...(rootDirectory === undefined ? {} : { rootDirectory }),
        ...(configFile === undefined ? {} : { configFile }),
        ...(submodules === undefined ? {} : { submodules }),
        ...(lfs === undefined ? {} : { lfs }),
        ...(buildCommand === undefined ? {} : { buildCommand: buildCommand ?? Prisma.DbNull }),
        ...(settings === undefined ? {} : { previews: settings }),
      },
    });
    await setDependencies(tx, { id: service.id, name: input.name }, { dependsOn, inputs });
    await recordAudit(tx, context.actor, {
      action: "service.updated",
      entity: { type: "service", id: service.id, name: input.name },
      data: { fields: Object.keys(input.change) },
    });
  });
  return readService(context, input.name);
}

/** Pull requests that are open are decided about by the new rules, with the next look at them. */
async function offerPulls(tx: Prisma.TransactionClient, repositoryId: string): Promise<void> {
  await tx.repository.update({ where: { id: repositoryId }, data: { offerPulls: true, pullsLookedAt: null } });
}

async function checkAccount(tx: Prisma.TransactionClient, { account }: PreviewSettings): Promise<void> {
  if (account !== null && (await tx.awsAccount.count({ where: { name: account } })) === 0) throw new WindlassError("invalid_request", `There is no account ${account} in which previews could be.`);
}

function checkBaseStage(service: string, { enabled, baseStage }: PreviewSettings, stages: readonly { name: string }[]): void {
  if (baseStage === null && enabled) throw new WindlassError("invalid_request", "Previews need a stage that they are made of.", { hint: "Name it as `baseStage`." });
  if (baseStage !== null && !stages.some(({ name }) => name === baseStage)) throw new WindlassError("invalid_request", `${service} has no stage ${baseStage} of which previews could be made.`);
}

import type { ComposePlan, ComposeService, ImportCompose } from "@windlass/contracts/compose";
import { WindlassError } from "@windlass/contracts/error";
import type { Prisma } from "@windlass/database/generated/client";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import { findRepository } from "../repository/read-repository.js";
import type { Keyring } from "../sealing.js";
import { setDependencies } from "../service/set-dependencies.js";
import { createStage } from "../stage/create-stage.js";
import { decideCompose } from "./decide-compose.js";
import { readFile } from "./plan-compose.js";
import { readSurroundings } from "./read-surroundings.js";

export type ComposeImport = ImportCompose & { repositoryId: string; keyring: Keyring };

/**
 * Creates and changes a repository's services as a compose file says, all of them or none, and returns what was done. With a stage,
 * those that have none of its name get one. Throws `not_found`, `config_invalid` with every problem, `dependency_cycle` and `name_taken`.
 */
export async function importCompose(context: OperationContext, request: ComposeImport): Promise<ComposePlan> {
  authorize(context, "service:create");
  authorize(context, "service:update");
  if (request.stage !== undefined) authorize(context, "stage:create");
  const plan = await inTransaction(context.db, (tx) => apply(context, tx, request));
  if (request.stage !== undefined) await addStages(context, request, plan);
  return plan;
}

async function apply(context: OperationContext, tx: Prisma.TransactionClient, request: ComposeImport): Promise<ComposePlan> {
  const repository = await findRepository(tx, request.repositoryId);
  const plan = decideCompose(await readFile(tx, request), await readSurroundings(tx, repository));
  if (plan.problems.length > 0) throw new WindlassError("config_invalid", `The compose file cannot be taken over. ${plan.problems.join(" ")}`);
  const changed = plan.services.filter(({ action }) => action !== "same");
  const ids = new Map<string, string>();
  for (const service of changed) ids.set(service.name, await save(tx, repository.id, service));
  // Once all are there: they name each other.
  for (const { name, dependsOn, inputs } of changed) await setDependencies(tx, { id: ids.get(name) ?? "", name }, { dependsOn, inputs });
  for (const { key, name, action, changes } of changed) {
    const entity = { type: "service", id: ids.get(name) ?? "", name };
    await recordAudit(tx, context.actor, { action: action === "create" ? "service.created" : "service.updated", entity, data: { compose: key, changes } });
  }
  return plan;
}

async function save(tx: Prisma.TransactionClient, repositoryId: string, { name, action, rootDirectory, configFile }: ComposeService): Promise<string> {
  const data = { rootDirectory, configFile };
  if (action === "change") return (await tx.service.update({ where: { name }, data, select: { id: true } })).id;
  const id = uuidv7();
  await tx.service.create({ data: { ...data, id, name, repositoryId } }).catch((error: unknown) => {
    throw isPrismaUniqueViolation(error) ? new WindlassError("name_taken", `There is a service named ${name} already.`) : error;
  });
  return id;
}

async function addStages(context: OperationContext, { stage, keyring }: ComposeImport, { services }: ComposePlan): Promise<void> {
  if (stage === undefined) return;
  const having = await context.db.prisma.stage.findMany({ where: { name: stage.name, service: { name: { in: services.map(({ name }) => name) } } }, select: { service: { select: { name: true } } } });
  const names = new Set(having.map(({ service }) => service.name));
  for (const { name } of services) if (!names.has(name)) await createStage(context, { service: name, stage, keyring });
}

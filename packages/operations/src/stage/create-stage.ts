import { WindlassError } from "@windlass/contracts/error";
import type { CreateStage, Stage } from "@windlass/contracts/stage";
import { uuidv7 } from "uuidv7";
import { findAccount } from "../account/find-account.js";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import type { Keyring } from "../sealing.js";
import { readStage } from "./read-stage.js";

export type NewStage = { service: string; stage: CreateStage; keyring: Keyring };

/** Adds a stage to a service. Throws `not_found` for the service or the account, `name_taken`. */
export async function createStage(context: OperationContext, input: NewStage): Promise<Stage> {
  authorize(context, "stage:create");
  const { name, region, branch, autoDeploy } = input.stage;
  await inTransaction(context.db, async (tx) => {
    const service = await tx.service.findUnique({ where: { name: input.service }, select: { id: true } });
    if (!service) throw new WindlassError("not_found", `There is no service named ${input.service}.`);
    const account = await findAccount(tx, input.stage.account);
    const id = uuidv7();
    await tx.stage
      .create({ data: { id, serviceId: service.id, accountId: account.id, name, region, branch: branch ?? null, autoDeploy } })
      .catch((error: unknown) => {
        throw isPrismaUniqueViolation(error) ? new WindlassError("name_taken", `The service ${input.service} has a stage ${name} already.`) : error;
      });
    await recordAudit(tx, context.actor, {
      action: "stage.created",
      entity: { type: "stage", id, name: `${input.service}/${name}` },
      data: { account: account.name, region, branch: branch ?? null, autoDeploy },
    });
  });
  return readStage(context, { stage: { service: input.service, stage: name }, keyring: input.keyring });
}

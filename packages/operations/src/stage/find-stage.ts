import { WindlassError } from "@windlass/contracts/error";
import type { Prisma } from "@windlass/database/generated/client";

export type StageAddress = { service: string; stage: string };

/** The stage's row, with its service and account. Throws `not_found`. */
export async function findStage(prisma: Prisma.TransactionClient, address: StageAddress) {
  const stage = await prisma.stage.findFirst({
    where: { name: address.stage, service: { name: address.service } },
    include: { service: true, account: true },
  });
  if (!stage) throw stageNotFound(address);
  return stage;
}

export function stageNotFound(address: StageAddress): WindlassError {
  return new WindlassError("not_found", `There is no stage ${address.stage} of a service ${address.service}.`);
}

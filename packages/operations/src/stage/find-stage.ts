import { WindlassError } from "@windlass/contracts/error";
import type { Database } from "@windlass/database/database";

export type StageAddress = { service: string; stage: string };

/** The stage's row, with its service and account. Throws `not_found`. */
export async function findStage(db: Pick<Database, "prisma">, address: StageAddress) {
  const stage = await db.prisma.stage.findFirst({
    where: { name: address.stage, service: { name: address.service } },
    include: { service: true, account: true },
  });
  if (!stage) throw stageNotFound(address);
  return stage;
}

export function stageNotFound(address: StageAddress): WindlassError {
  return new WindlassError("not_found", `There is no stage ${address.stage} of a service ${address.service}.`);
}

import type { DriftCheck } from "@windlass/contracts/drift";
import { WindlassError } from "@windlass/contracts/error";
import { idSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { readAccepted, toDriftCheck } from "./drift-view.js";

/** A stage's checks, newest first. Throws `not_found` for the stage. */
export async function listDriftChecks(context: OperationContext, input: PageQuery & { stage: StageAddress }): Promise<Page<DriftCheck>> {
  authorize(context, "drift:read");
  const { prisma } = context.db;
  const stage = await findStage(prisma, input.stage);
  const before = decodeCursor(input.cursor, idSchema);
  const rows = await prisma.driftCheck.findMany({
    where: { stageId: stage.id, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const accepted = readAccepted(stage.acceptedDrift);
  return toPage(rows, input.limit, { item: (row) => toDriftCheck(row, accepted), key: (row) => row.id });
}

/** One check. Throws `not_found`. */
export async function readDriftCheck(context: OperationContext, id: string): Promise<DriftCheck> {
  authorize(context, "drift:read");
  const row = await context.db.prisma.driftCheck.findUnique({ where: { id }, include: { stage: { select: { acceptedDrift: true } } } });
  if (!row) throw new WindlassError("not_found", `There is no drift check ${id}.`);
  return toDriftCheck(row, readAccepted(row.stage.acceptedDrift));
}

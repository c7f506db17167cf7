import { WindlassError } from "@windlass/contracts/error";
import { stageNameSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import type { StageSummary } from "@windlass/contracts/stage";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { lastDeployments, stageFields, toStageSummary } from "./stage-summary.js";

/** A service's stages by name. Throws `not_found` for the service. */
export async function listStages(context: OperationContext, input: PageQuery & { service: string }): Promise<Page<StageSummary>> {
  authorize(context, "service:read");
  const after = decodeCursor(input.cursor, stageNameSchema);
  const { prisma } = context.db;
  const service = await prisma.service.findUnique({ where: { name: input.service }, select: { id: true } });
  if (!service) throw new WindlassError("not_found", `There is no service named ${input.service}.`);
  const rows = await prisma.stage.findMany({
    ...stageFields,
    where: { serviceId: service.id, archivedAt: null, ...(after === null ? {} : { name: { gt: after } }) },
    orderBy: { name: "asc" },
    take: input.limit + 1,
  });
  const last = await lastDeployments(context.db, rows.map((row) => row.id));
  return toPage(rows, input.limit, { item: (row) => toStageSummary(row, last.get(row.id)), key: (row) => row.name });
}

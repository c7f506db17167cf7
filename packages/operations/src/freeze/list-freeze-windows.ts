import type { FreezeWindow } from "@windlass/contracts/freeze-window";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { freezeFields, toFreezeWindow } from "./freeze-window-view.js";

/** The planned freezes, those of every stage first; with `of` those that concern one stage. */
export async function listFreezeWindows(context: OperationContext, of: StageAddress | null): Promise<FreezeWindow[]> {
  authorize(context, "service:read");
  const rows = await context.db.prisma.freezeWindow.findMany({
    ...freezeFields,
    ...(of === null ? {} : { where: { OR: [{ stageId: null }, { stage: { name: of.stage, service: { name: of.service } } }] } }),
    orderBy: [{ stageId: { sort: "asc", nulls: "first" } }, { id: "asc" }],
  });
  const nowMs = Date.now();
  return rows.map((row) => toFreezeWindow(row, nowMs));
}

import { freezeScheduleSchema, type FreezeWindow } from "@windlass/contracts/freeze-window";
import type { Prisma } from "@windlass/database/generated/client";
import { freezeAt } from "./freeze-times.js";

export const freezeFields = {
  include: { stage: { select: { name: true, service: { select: { name: true } } } } },
} as const satisfies Prisma.FreezeWindowDefaultArgs;

type Row = Prisma.FreezeWindowGetPayload<typeof freezeFields>;

export function toFreezeWindow(row: Row, nowMs: number): FreezeWindow {
  const schedule = freezeScheduleSchema.parse(row.schedule);
  const { active, nextMs } = freezeAt({ schedule, timeZone: row.timeZone }, nowMs);
  return {
    id: row.id,
    name: row.name,
    service: row.stage?.service.name ?? null,
    stage: row.stage?.name ?? null,
    timeZone: row.timeZone,
    schedule,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    active: active && { since: isoOf(active.startMs), until: active.endMs === null ? null : isoOf(active.endMs) },
    nextAt: nextMs === null ? null : isoOf(nextMs),
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

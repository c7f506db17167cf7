import { defaultKeptPayloadDays, defaultKeptReleases, housekeepingRunSchema, type HousekeepingRun } from "@windlass/contracts/housekeeping";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { z } from "zod";

const names = { keepReleases: "housekeeping.keepReleases", keepPayloadDays: "housekeeping.keepPayloadDays", requestedAt: "housekeeping.requestedAt", lastRun: "housekeeping.lastRun" } as const;

export type HousekeepingSettings = { keepReleases: number; keepPayloadDays: number; requestedAt: string | null; lastRun: HousekeepingRun | null };

/** What is stored of housekeeping, with the defaults of what is not. */
export async function readHousekeepingSettings({ prisma }: Pick<Database, "prisma">): Promise<HousekeepingSettings> {
  const rows = await prisma.serverSetting.findMany({ where: { name: { in: Object.values(names) } } });
  const value = (name: string): unknown => rows.find((row) => row.name === name)?.value ?? null;
  const lastRun = housekeepingRunSchema.nullable().parse(value(names.lastRun));
  const requestedAt = z.string().nullable().parse(value(names.requestedAt));
  return {
    keepReleases: z.number().nullable().parse(value(names.keepReleases)) ?? defaultKeptReleases,
    keepPayloadDays: z.number().nullable().parse(value(names.keepPayloadDays)) ?? defaultKeptPayloadDays,
    requestedAt: requestedAt !== null && (lastRun === null || requestedAt > lastRun.startedAt) ? requestedAt : null,
    lastRun,
  };
}

/** Stores one of the settings. */
export async function writeHousekeepingSetting(tx: Prisma.TransactionClient, name: keyof typeof names, value: Prisma.InputJsonValue): Promise<void> {
  await tx.serverSetting.upsert({ where: { name: names[name] }, create: { name: names[name], value }, update: { value } });
}

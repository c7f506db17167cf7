import type { Database } from "@windlass/database/database";
import type { Keyring } from "../sealing.js";
import type { StoredRelease } from "./deployment-run.js";
import { toStoredRelease } from "./stored-release.js";

/** The release that a stage runs, as the last deployment that ended well left it; null when there is none. */
export async function loadCurrentRelease(db: Database, keyring: Keyring, stageId: string): Promise<StoredRelease | null> {
  const stage = await db.prisma.stage.findUnique({ where: { id: stageId }, include: { currentRelease: true } });
  return stage?.currentRelease ? toStoredRelease(stage.currentRelease, keyring) : null;
}

import type { Database } from "@windlass/database/database";
import type { Keyring } from "../sealing.js";
import { readSwappedFunctions, type SwappedFunction } from "../stage/read-swapped-functions.js";
import type { StoredRelease } from "./deployment-run.js";
import { toStoredRelease } from "./stored-release.js";

/** What a stage runs: its release, and the functions that run the code of another one. */
export type StageRelease = { status: string; release: StoredRelease; swapped: SwappedFunction[] };

type Store = { db: Database; keyring: Keyring };

/** Reads what the stage runs; null when it runs nothing. Throws when a stored value is malformed or was sealed under another key. */
export async function loadStageRelease({ db, keyring }: Store, stageId: string): Promise<StageRelease | null> {
  const [stage, swapped] = await Promise.all([
    db.prisma.stage.findUnique({ where: { id: stageId }, select: { status: true, currentRelease: true } }),
    readSwappedFunctions(db, stageId),
  ]);
  if (!stage?.currentRelease) return null;
  return { status: stage.status, release: toStoredRelease(stage.currentRelease, keyring), swapped };
}

import type { Housekeeping, UpdateHousekeeping } from "@windlass/contracts/housekeeping";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { decideCollection } from "./decide-collection.js";
import { readHousekeepingSettings, writeHousekeepingSetting } from "./housekeeping-settings.js";
import { readHousedReleases, unsharedObjects } from "./stored-releases.js";

const entity = { type: "server", id: "housekeeping", name: "housekeeping" };

/** The rule, the last run, and what a run would do now. */
export async function readHousekeeping(context: OperationContext): Promise<Housekeeping> {
  authorize(context, "settings:manage");
  const settings = await readHousekeepingSettings(context.db);
  const releases = await readHousedReleases(context.db.pool);
  const live = releases.filter(({ collected }) => !collected);
  const chosen = decideCollection(live, { keep: settings.keepReleases, now: new Date() });
  const objects = unsharedObjects(releases, new Set([...chosen, ...releases.filter(({ collected }) => collected).map(({ id }) => id)]));
  return {
    ...settings,
    plan: {
      releases: live
        .filter(({ id }) => chosen.has(id))
        .map(({ service, stage, number, createdAt }) => ({ service, stage, number, createdAt: createdAt.toISOString() })),
      objects: objects.length,
      sizeBytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      kept: live.length - chosen.size,
    },
  };
}

/** Changes the rules that `input` names. */
export async function updateHousekeeping(context: OperationContext, input: UpdateHousekeeping): Promise<Housekeeping> {
  authorize(context, "settings:manage");
  await inTransaction(context.db, async (tx) => {
    if (input.keepReleases !== undefined) await writeHousekeepingSetting(tx, "keepReleases", input.keepReleases);
    if (input.keepPayloadDays !== undefined) await writeHousekeepingSetting(tx, "keepPayloadDays", input.keepPayloadDays);
    await recordAudit(tx, context.actor, { action: "housekeeping.updated", entity, data: input });
  });
  return readHousekeeping(context);
}

/** Asks the workers for a run; the next one that looks for work does it. */
export async function requestHousekeeping(context: OperationContext): Promise<Housekeeping> {
  authorize(context, "settings:manage");
  await inTransaction(context.db, async (tx) => {
    await writeHousekeepingSetting(tx, "requestedAt", new Date().toISOString());
    await recordAudit(tx, context.actor, { action: "housekeeping.requested", entity });
  });
  return readHousekeeping(context);
}

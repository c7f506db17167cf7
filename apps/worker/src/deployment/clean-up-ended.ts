import { dropChangeSet } from "@windlass/aws/stacks/drop-change-set";
import { loadRun } from "@windlass/operations/deployment-run/load-run";
import { closeChangeSet, findOpenChangeSet } from "@windlass/operations/deployment-run/open-change-set";
import type { WorkerServices } from "../services.js";

/**
 * Deletes the change set of a deployment that ended without executing it: rejected, cancelled, superseded, failed. What fails is tried
 * again by the reconciler. Any worker may do it, at any time: the change set bears the deployment's id.
 */
export async function cleanUpEnded(services: WorkerServices, deploymentId: string): Promise<void> {
  const { db, keyring, sessions, logger, shutdown } = services;
  const stackName = await findOpenChangeSet(db.pool, deploymentId);
  if (stackName === null) return;
  const run = await loadRun(db, keyring, deploymentId);
  if (!run) return;
  const token = `windlass-${deploymentId}`;
  const session = sessions.session(run.account.access, run.stage.region);
  try {
    await dropChangeSet(session, { stackName, changeSetName: token, clientToken: token, signal: shutdown });
    await closeChangeSet(db.pool, deploymentId);
  } catch (error) {
    logger.warn({ err: error, deploymentId, stackName }, "a change set could not be deleted; it is tried again");
  }
}

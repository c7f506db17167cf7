import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { WindlassError } from "@windlass/contracts/error";
import { isDatabaseAway } from "@windlass/operations/deployment-run/is-database-away";
import { beginDriftCheck, driftCheckMinutes, endDriftCheck, wasDisturbed, type DriftEnd, type DriftRun } from "@windlass/operations/drift/run-drift-check";
import { createMasker, type Masker } from "@windlass/operations/masking/masker";
import { openStageMasker } from "@windlass/operations/masking/stage-masker";
import { readSwappedFunctions } from "@windlass/operations/stage/read-swapped-functions";
import { problemOf } from "../deployment/problem-of.js";
import type { WorkerServices } from "../services.js";
import { inspectStage } from "./inspect-stage.js";
import { toFindings } from "./to-findings.js";

/** Compares a stage with its release and keeps what differs. A check that fails says why on its row. */
export async function checkDrift(services: WorkerServices, driftCheckId: string): Promise<void> {
  const { db, keyring, logMasker, logger } = services;
  const run = await beginDriftCheck(db, keyring, driftCheckId);
  if (!run) return;
  logMasker.add(run.secrets);
  const masker = createMasker(run.secrets, await openStageMasker(db.pool, { stageId: run.stageId, keys: keyring, known: run.secrets }));
  const end = await compare(services, run, masker).catch((error: unknown): DriftEnd => {
    // Nobody ends it then: the reconciler finds it again.
    if (isDatabaseAway(error) || services.shutdown.aborted) throw error;
    const problem = problemOf(error, masker);
    if (problem.code === "worker_failed") logger.error({ err: error, driftCheckId }, "a drift check failed");
    return { error: problem };
  });
  await endDriftCheck(db, run, end);
}

async function compare(services: WorkerServices, run: DriftRun, masker: Masker): Promise<DriftEnd> {
  const { db, keyring, sessions, shutdown } = services;
  const aws = sessions.session(run.access, run.region);
  const signal = AbortSignal.any([shutdown, AbortSignal.timeout((driftCheckMinutes - 1) * 60_000)]);
  const stack = await describeStack(aws, run.stackName, signal);
  if (!stack) throw new WindlassError("not_deployed", `There is no stack ${run.stackName} in AWS: it was deleted behind Windlass' back.`, { hint: "Deploy the stage again." });
  const inspection = await inspectStage(aws, { stackId: stack.stackId, release: run.release, swapped: await readSwappedFunctions(db, run.stageId), signal });
  if (await wasDisturbed(db, run)) throw new WindlassError("stage_busy", "A deployment changed the stage while it was compared.", { hint: "Check again when it has ended." });
  return { findings: toFindings(inspection, { release: run.release.number, observed: run.observed, keyring, masker }) };
}

import { join } from "node:path";
import type { AwsSession } from "@windlass/aws/session";
import { appendEvents } from "@windlass/operations/deployment-run/append-events";
import type { StepName } from "@windlass/contracts/step";
import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";
import type { Fence } from "@windlass/operations/deployment-run/fence";
import { isDatabaseAway } from "@windlass/operations/deployment-run/is-database-away";
import type { WorkerServices } from "../services.js";
import { createEventBatcher } from "./event-batcher.js";
import type { LeaseKeeper } from "./lease-keeper.js";
import type { RunMasker } from "./masker.js";
import { createReporter, type Reporter } from "./reporter.js";

/** What the steps of one run share. */
export type RunContext = {
  services: WorkerServices;
  /** As it was read after the last change of state. */
  run: DeploymentRun;
  lease: LeaseKeeper;
  aws: AwsSession;
  masker: RunMasker;
  reporter: Reporter;
  /** How many workers lost the deployment since a step of it last ended. */
  takeovers: number;
  /** The step that was marked as running when the deployment came into its state; null when none was. */
  begun: StepName | null;
  /** Stops the work: the lease is lost, or the process is to end. A cancellation is not part of it. */
  signal: AbortSignal;
  /** Name of the change set and token of everything that the deployment does in AWS. */
  token: string;
  /** Folder of this run alone: a worker that lost the deployment may still write into its own. */
  workDir: string;
};

/** Puts together what the steps need, from the deployment as it was read. */
export function openRunContext(input: Pick<RunContext, "services" | "lease" | "run" | "takeovers" | "masker">): RunContext {
  const { services, lease, run, masker } = input;
  const { fence } = lease;
  const batcher = createEventBatcher({
    masker,
    write: (events) => appendEvents(services.db.pool, fence, events),
    onWritten: (lastSeq) => services.hints.publishHint(run.id, lastSeq),
    onFailed: (error) => services.logger.warn({ err: error, deploymentId: run.id }, "events could not be written"),
    hasCompany: () => services.leases.size > 1,
    mayRetry: (error) => isDatabaseAway(error) && !lease.lost.aborted,
  });
  return {
    ...input,
    begun: null,
    aws: services.sessions.session(run.account.access, run.stage.region),
    reporter: createReporter(batcher),
    signal: AbortSignal.any([lease.lost, services.shutdown]),
    token: `windlass-${run.id}`,
    workDir: runDirOf(services.dataDir, fence),
  };
}

/** The folder of one run of a deployment. */
export function runDirOf(dataDir: string, fence: Fence): string {
  return join(dataDir, "work", fence.deploymentId, String(fence.epoch));
}

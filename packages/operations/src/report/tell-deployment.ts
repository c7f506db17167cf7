import { WindlassError } from "@windlass/contracts/error";
import type { Database } from "@windlass/database/database";
import type { OperationContext } from "../context.js";
import { readDeploymentFacts, type DeploymentFacts } from "./deployment-facts.js";
import { tellAgain, type HeldReport } from "./hold-report.js";
import { isRefusal } from "./is-refusal.js";
import { tellCheck } from "./tell-check.js";
import { tellEnvironment } from "./tell-environment.js";
import { tellStatus } from "./tell-status.js";
import type { Telling, ToldDeployment } from "./telling.js";

/** Tells of a deployment with a check run or a status, and as a deployment. What one of them refuses does not keep the other back. */
export async function tellDeployment({ db }: OperationContext, held: HeldReport, input: Telling & { deploymentId: string }): Promise<void> {
  const read = await readDeploymentFacts(db, input);
  if (read === null) return;
  const { facts, repository, settings } = read;
  await tellOthers(db, facts);
  // A commit that is not known by its whole name yet is told of once it is.
  if (facts.isUpload || facts.sha === null || !/^[0-9a-f]{40,64}$/.test(facts.sha)) return;
  if (!settings.status && !settings.deployments) return;
  const target = await input.openTarget(repository);
  if (target === null) return;
  const told = { facts, target, pageUrl: pageUrlOf(facts, input.publicUrl) };
  const failures: unknown[] = [];
  const note = (error: unknown): void => {
    if (!(target.mayBeReadOnly && isRefusal(error))) failures.push(error);
  };
  if (settings.status) await tellCommit(held, told).catch(note);
  if (settings.deployments) await tellEnvironment(held, told).catch(note);
  if (failures.length > 0) throw failures[0];
}

/** Without check runs, or the permission for them, a status says the same in a line. */
async function tellCommit(held: HeldReport, told: ToldDeployment): Promise<void> {
  try {
    await tellCheck(held, told);
  } catch (error) {
    if (!(error instanceof WindlassError) || (error.code !== "forge_denied" && error.code !== "forge_unsupported")) throw error;
    await tellStatus(held, told);
  }
}

/** The page of a deployment. */
export function pageUrlOf({ service, stage, number }: Pick<DeploymentFacts, "service" | "stage" | "number">, publicUrl: string | null): string | null {
  return publicUrl === null ? null : new URL(`/services/${service}/stages/${stage}/deployments/${number}`, publicUrl).href;
}

/** What the stage ran before this one is not deployed any more: those that were told of as deployed are told of again. */
async function tellOthers(db: Database, facts: DeploymentFacts): Promise<void> {
  if (facts.state !== "succeeded" || !facts.isCurrent) return;
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT d.id FROM forge_reports r JOIN deployments d ON d.id = r.deployment_id JOIN deployments own ON own.id = $1 AND own.stage_id = d.stage_id
     WHERE d.number < own.number AND r.sent -> 'deployment' ->> 'state' = 'success' AND r.reported_version = r.version`,
    [facts.id],
  );
  await tellAgain(db, rows.map(({ id }) => id));
}

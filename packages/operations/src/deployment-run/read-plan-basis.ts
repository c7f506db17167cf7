import { budgetSchema, type EventCost, type Importer } from "@windlass/contracts/plan";
import { artifactSchema, type Artifact } from "@windlass/contracts/release";
import { z } from "zod";
import type { Executor } from "./fence.js";

export type CurrentCode = {
  /** Of the release that the stage runs; empty where it runs none. */
  artifacts: Artifact[];
  /** What the events of the release to come cost; empty for one that was built before that was counted. */
  events: EventCost[];
};

const compileOutputSchema = z.object({ events: budgetSchema.shape.events.default([]) }).nullable();

/** What a plan is compared with: the code that runs, and what the compiler counted when it built the deployment's release. */
export async function readPlanBasis(db: Executor, deploymentId: string): Promise<CurrentCode> {
  const { rows } = await db.query<{ artifacts: unknown; compiled: unknown }>(
    `SELECT c.artifacts, compiled.output AS compiled
     FROM deployments d JOIN stages s ON s.id = d.stage_id
     LEFT JOIN releases c ON c.id = s.current_release_id
     LEFT JOIN releases r ON r.id = d.release_id
     LEFT JOIN deployments built ON built.stage_id = r.stage_id AND built.number = r.number
     LEFT JOIN steps compiled ON compiled.deployment_id = built.id AND compiled.name = 'compile'
     WHERE d.id = $1`,
    [deploymentId],
  );
  const row = rows[0];
  return {
    artifacts: z.array(artifactSchema).parse(row?.artifacts ?? []),
    events: compileOutputSchema.parse(row?.compiled ?? null)?.events ?? [],
  };
}

/** Which services and stages the named stacks are, in the account and region of a stage. */
export async function findStacks(db: Executor, input: { stageId: string; stackNames: readonly string[] }): Promise<Importer[]> {
  const { rows } = await db.query<{ stack_name: string; service: string; stage: string }>(
    `SELECT DISTINCT ON (s.stack_name) s.stack_name, v.name AS service, s.name AS stage
     FROM stages own JOIN stages s ON s.account_id = own.account_id AND s.region = own.region JOIN services v ON v.id = s.service_id
     WHERE own.id = $1 AND s.stack_name = ANY ($2::text[]) ORDER BY s.stack_name, s.created_at`,
    [input.stageId, input.stackNames],
  );
  return input.stackNames.map((stackName) => {
    const found = rows.find((row) => row.stack_name === stackName);
    return { stackName, service: found?.service ?? null, stage: found?.stage ?? null };
  });
}

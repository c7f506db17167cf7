import type { DatabaseClient } from "@windlass/database/database";
import type { Delivery } from "@windlass/database/generated/client";
import type { StageVerdict } from "../delivery/decide-stage.js";
import type { Keyring } from "../sealing.js";
import type { PreviewService } from "./preview-service.js";

/** What became of a preview, and the deployment that was asked for. */
export type Settled = { verdict: StageVerdict; deploymentId: string | null };

/** What is said of a preview that gets a deployment of its own. */
export const deploys = "Deploys.";

/** The delivery that asks; null where a person does. */
export type AskingDelivery = Pick<Delivery, "id" | "run" | "again"> | null;

export type PreviewDeployment = {
  previewId: string;
  service: PreviewService;
  pull: { id: string; number: number; headRef: string; headSha: string };
  stageId: string | null;
  untrusted: boolean;
  delivery: AskingDelivery;
  keyring: Keyring;
};

/** A preview that cannot have a stage is none: the next delivery tries again. */
export async function refuse(client: DatabaseClient, previewId: string, verdict: Settled["verdict"]): Promise<Settled> {
  await client.query("UPDATE previews SET state = 'removed', reason = 'switched_off', message = $2, removed_at = now() WHERE id = $1 AND stage_id IS NULL", [previewId, verdict.message]);
  return { verdict, deploymentId: null };
}

/** Whether the delivery has deployed the stage: it does so once. */
export async function hasDeployed(client: DatabaseClient, { delivery, stageId }: { delivery: NonNullable<AskingDelivery>; stageId: string }): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM deployments WHERE delivery_id = $1 AND stage_id = $2 AND delivery_run = $3", [delivery.id, stageId, delivery.run]);
  return rowCount !== 0;
}

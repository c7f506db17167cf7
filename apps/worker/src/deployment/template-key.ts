import { templateObjectKey } from "@windlass/operations/release/template-object-key";
import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";

/** Where the bucket keeps the template of a deployment. */
export function templateKey(run: Pick<DeploymentRun, "service" | "stage">, templateHash: string): string {
  return templateObjectKey({ service: run.service.name, stage: run.stage.name, templateHash });
}

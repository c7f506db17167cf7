import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";

/** Where the bucket keeps a template: by its hash, so that an object that is there is the right one. */
export function templateKey(run: Pick<DeploymentRun, "service" | "stage">, templateHash: string): string {
  return `services/${run.service.name}/${run.stage.name}/templates/${templateHash}.json`;
}

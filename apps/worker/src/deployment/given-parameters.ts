import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";
import { chooseParameters } from "@windlass/operations/preview-environment/copy-parameters";

/** Those of the stage's parameters that a config is given: all, but for the plan of a pull request, whose code others may write. */
export function givenParameters({ options, stage }: Pick<DeploymentRun, "options" | "stage">): DeploymentRun["stage"]["parameters"] {
  return options.parameters === undefined ? stage.parameters : chooseParameters(stage.parameters, options.parameters);
}

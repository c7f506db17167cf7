import type { Stage, StageSummary } from "@windlass/contracts/stage";

/** A stage as lists print it with `--json`; deployments are named by their number. */
export function stageSummaryJson(stage: StageSummary) {
  const { id, service, name, account, region, branch, autoDeploy, status, release, lastDeployment, createdAt } = stage;
  const last = lastDeployment === null ? null : { number: lastDeployment.number, kind: lastDeployment.kind, state: lastDeployment.state };
  return { id, service, name, account, region, branch, autoDeploy, status, release, lastDeployment: last, createdAt };
}

/** A stage with what it runs now. */
export function stageJson(stage: Stage) {
  return {
    ...stageSummaryJson(stage),
    stackName: stage.stackName,
    currentDeployment: stage.currentDeployment?.number ?? null,
    rollbackTarget: stage.rollbackTarget,
    commit: stage.currentDeployment?.commit?.sha ?? null,
    outputs: Object.fromEntries(stage.outputs.map(({ key, value }) => [key, value])),
    endpoints: stage.endpoints,
    functions: stage.functions,
    swappedFunctions: stage.swappedFunctions,
    hold: stage.hold,
    nextScheduledAt: stage.nextScheduledAt,
  };
}

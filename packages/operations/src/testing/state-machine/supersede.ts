import { isTerminal } from "@windlass/contracts/deployment-state";
import fc from "fast-check";
import { supersedePushes } from "../../deployment/supersede-pushes.js";
import { countOpenSteps, move, pick, picked, type Action, type Model, type ModelDeployment, type Real } from "./model.js";

/** On which of the two stages newer pushes take the place of older ones. */
export const supersedingStage = 0;

/** Older pushes give way to a deployment, which may have gone on, or ended, since it was asked for. */
export const supersede: fc.Arbitrary<Action> = fc.nat(3).map((nth) => ({
  check: (model) => pick(model, nth) !== null,
  run: (model, real) => supersedeBy(model, real, picked(model, nth)),
  toString: () => `supersede(by #${nth})`,
}));

/** What becomes of the others when a deployment takes the place of older pushes to its branch that wait and that nobody approved. */
export async function supersedeBy(model: Model, real: Real, by: ModelDeployment): Promise<void> {
  const open = new Map<ModelDeployment, number>();
  for (const older of model.deployments) if (givesWay(older, by)) open.set(older, await countOpenSteps(real, older));
  await supersedePushes(real.context, { deploymentId: by.id });
  for (const [older, steps] of open) move(older, "superseded", steps);
}

function givesWay(older: ModelDeployment, by: ModelDeployment): boolean {
  if (by.stage !== supersedingStage || by.pushed === null || isTerminal(by.state)) return false;
  if (older.stage !== by.stage || older.pushed !== by.pushed || older.number >= by.number) return false;
  return older.state === "queued" || (older.state === "awaiting_approval" && ![...older.said.values()].includes("approve"));
}

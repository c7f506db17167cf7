import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { requestDeployment } from "../../deployment/request-deployment.js";
import { asked, type Action } from "./model.js";

/** Somebody asks for a deployment of one of the two stages. */
export const request: fc.Arbitrary<Action> = fc.nat(1).map((stage) => ({
  check: ({ deployments }) => deployments.length < 4,
  async run({ deployments }, real) {
    const address = real.stages[stage];
    if (!address) throw new Error(`There is no stage ${stage}.`);
    const { id, number, state } = await requestDeployment(real.context, { stage: address });
    deepEqual([number, state], [deployments.filter((other) => other.stage === stage).length + 1, "queued"]);
    deployments.push(asked(id, { stage, number, pushed: null }));
  },
  toString: () => `request(stage ${stage})`,
}));

import { equal } from "node:assert/strict";
import type { Decision } from "@windlass/contracts/approval";
import { WindlassError } from "@windlass/contracts/error";
import fc from "fast-check";
import { decideApproval } from "../../approval/decide-approval.js";
import { readApprovalStanding } from "../../deployment-run/approval-standing.js";
import { approvalsOf, countOpenSteps, move, pick, picked, planKey, type Action } from "./model.js";

/** How many people must approve on the model's stages. */
export const approvalsNeeded = 2;

const neverMade = "f".repeat(64);

/**
 * A person says something to the plan that they read. It counts while the deployment waits for it with that very plan; a rejection
 * ends it, and approvals of different people make it enough.
 */
export function decide(decision: Decision): fc.Arbitrary<Action> {
  return fc.record({ nth: fc.nat(3), person: fc.nat(2), plan: fc.nat(1) }).map(({ nth, person, plan }) => ({
    check: (model) => pick(model, nth) !== null,
    async run(model, real) {
      const deployment = picked(model, nth);
      const [address, context] = [real.stages[deployment.stage], real.people[person]];
      if (!address || !context) throw new Error("The deployment has no stage, or nobody decides.");
      const open = await countOpenSteps(real, deployment);
      const planHash = real.planHashes.get(planKey(deployment, plan)) ?? neverMade;
      const said = decideApproval(context, { deployment: { ...address, number: deployment.number }, decision, planHash, comment: "" });
      const code = await said.then(() => null, (error: unknown) => (error instanceof WindlassError ? error.code : String(error)));
      const lapsed = deployment.plan === plan ? null : "approval_lapsed";
      equal(code, deployment.state === "awaiting_approval" ? lapsed : "not_awaiting_approval");
      if (code !== null) return;
      deployment.said.set(`${plan} ${person}`, decision);
      if (decision === "reject") move(deployment, "rejected", open);
      const { enough } = await readApprovalStanding(real.context.db.pool, deployment.id);
      equal(enough, approvalsOf(deployment) >= approvalsNeeded);
    },
    toString: () => `${decision}(#${nth}, person ${person}, plan ${plan})`,
  }));
}

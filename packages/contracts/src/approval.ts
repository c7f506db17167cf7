import { z } from "zod";
import { actorSchema } from "./actor.js";
import { deploymentStateSchema } from "./deployment-state.js";
import { timestampSchema } from "./name.js";
import type { Plan, ResourceChange } from "./plan.js";
import { approvalRulesSchema, type ApprovalRules } from "./stage-settings.js";

export const decisionSchema = z.enum(["approve", "reject"]);
export type Decision = z.infer<typeof decisionSchema>;

/** What a person says to a plan. `planHash` is that of the plan which they read. */
export const decideApprovalSchema = z.object({
  decision: decisionSchema,
  planHash: z.string().regex(/^[0-9a-f]{64}$/, "The hash of the plan that was read, 64 hexadecimal digits."),
  comment: z.string().trim().max(2_000).default(""),
});
export type DecideApproval = z.input<typeof decideApprovalSchema>;

export const givenApprovalSchema = z.object({
  decision: decisionSchema,
  actor: actorSchema,
  comment: z.string(),
  at: timestampSchema,
  /** It was given to another plan than the present one, and counts no longer. */
  lapsed: z.boolean(),
});
export type GivenApproval = z.infer<typeof givenApprovalSchema>;

/** Where the approval of a deployment stands, and what the reader may do about it. */
export const approvalSchema = z.object({
  state: deploymentStateSchema,
  /** Null while there is no plan. */
  planHash: z.string().nullable(),
  /** Why the plan needs approval under the stage's rules; null where it needs none. */
  reason: z.string().nullable(),
  rules: approvalRulesSchema,
  given: z.array(givenApprovalSchema),
  /** How many more people must approve. */
  missing: z.number().int().nonnegative(),
  /** Why the reader may not decide; null when they may. */
  refusal: z.string().nullable(),
});
export type Approval = z.infer<typeof approvalSchema>;

const listed = 3;

/**
 * Why a plan needs the approval that a stage asks for, in words; null where it needs none. Every kind of deployment asks
 * here, with its plan.
 */
export function approvalReason(plan: Pick<Plan, "changes" | "operation">, rules: ApprovalRules): string | null {
  if (rules.mode === "never" || plan.operation === "none") return null;
  const risky = plan.changes.filter(losesData);
  if (risky.length > 0) {
    const named = risky.slice(0, listed).map(({ logicalId, resourceType }) => `${logicalId} (${resourceType})`);
    const more = risky.length > listed ? ` and ${risky.length - listed} more` : "";
    return `Data may be lost: the plan removes or replaces ${named.join(", ")}${more}.`;
  }
  return rules.mode === "always" ? "The stage asks for approval of every deployment." : null;
}

/** Whether a change removes, replaces or may replace a resource that holds data. */
export function losesData({ stateful, action, replacement }: ResourceChange): boolean {
  return stateful && (action === "remove" || action === "replace" || replacement !== "no");
}

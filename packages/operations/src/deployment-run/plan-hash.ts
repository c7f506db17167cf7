import { createHash } from "node:crypto";
import type { Plan } from "@windlass/contracts/plan";

/** What a plan is made of: the release that it brings, and its template. Null for a removal. */
export type PlanBasis = { releaseId: string | null; templateHash: string | null };

/**
 * SHA-256, hex, of what a plan does, with which change set, and to which template. Approvals are bound to it: another change set, another
 * change or another template is another plan.
 */
export function planHash(plan: Pick<Plan, "changeSetId" | "operation" | "changes" | "code">, basis: PlanBasis): string {
  const changes = plan.changes.toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
  const code = plan.code.toSorted((a, b) => (a.function < b.function ? -1 : 1));
  return createHash("sha256")
    .update(canonicalJson({ changeSetId: plan.changeSetId, operation: plan.operation, changes, code, ...basis }))
    .digest("hex");
}

/** JSON with members in the order of their names: Postgres keeps another order than the one in which they were written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member) ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}

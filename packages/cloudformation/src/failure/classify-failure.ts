import type { FailureClass } from "@windlass/contracts/failure-class";
import type { Failure } from "./failure-rule.js";
import { failureRules } from "./failure-rules.js";

/**
 * Says what kind of failure it is, and the one thing to do about it, by the reason that CloudFormation gave. AWS documents none of
 * these texts: what is not recognised is `unknown`, never guessed.
 */
export function classifyFailure(failure: Failure): { class: FailureClass; remedy: string } {
  const rule = failureRules.find(({ matches }) => matches(failure));
  if (!rule) return { class: "unknown", remedy: `Read the reason that AWS gives for ${failure.logicalId}, repair it, and deploy again.` };
  return { class: rule.class, remedy: rule.remedy(failure) };
}

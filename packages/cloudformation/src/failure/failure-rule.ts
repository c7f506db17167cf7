import type { FailureClass } from "@windlass/contracts/failure-class";

/** A resource that failed, as CloudFormation tells of it. */
export type Failure = { logicalId: string; resourceType: string; reason: string };

/** What texts belong to a class, and the one sentence that says what to do about such a failure. */
export type FailureRule = {
  class: FailureClass;
  matches: (failure: Failure) => boolean;
  remedy: (failure: Failure) => string;
};

/** The first group that takes part in the match; null without a match. */
export function captured(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.slice(1).find((group) => group !== undefined) ?? null;
}

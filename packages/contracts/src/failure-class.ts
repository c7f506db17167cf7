import { z } from "zod";

/**
 * Why a CloudFormation resource failed, as far as its reason tells. The class decides the remedy; its name is contract, the
 * words are for people.
 */
export const failureClassWords = {
  name_taken: "name taken",
  access_denied: "permission missing",
  quota: "quota reached",
  replacement_blocked: "replacement blocked",
  export_in_use: "export in use",
  custom_resource: "custom resource failed",
  timeout: "timed out",
  invalid_property: "invalid property",
  throttling: "throttled",
  not_found: "something is missing",
  dependency_violation: "still in use",
  stateful_protected: "data is protected",
  hook_failed: "refused by a hook",
  service_error: "error inside AWS",
  unknown: "not classified",
} as const satisfies Record<string, string>;

export type FailureClass = keyof typeof failureClassWords;
export const failureClasses = Object.keys(failureClassWords) as [FailureClass, ...FailureClass[]];
export const failureClassSchema = z.enum(failureClasses);

import { splitStatus } from "./resource-segments.js";

/** The text colour of a CloudFormation status. */
export function stackStatusColor(status: string): string {
  const { operation, outcome } = splitStatus(status);
  if (outcome === "FAILED") return "text-bad";
  if (operation.includes("ROLLBACK")) return "text-warn";
  if (outcome === "IN_PROGRESS") return "text-run";
  return outcome === "COMPLETE" ? "text-good" : "text-ink-faint";
}

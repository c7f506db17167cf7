import type { DeploymentSummary } from "@windlass/contracts/deployment";
import { pushedText } from "../../ui/pushed-text.js";

/** Who or what asked for a deployment: `by Ada`, `by push to main`, `by token ci`. */
export function causeText({ actor, trigger, ref }: Pick<DeploymentSummary, "actor" | "trigger" | "ref">): string {
  if (trigger === "push") return ref === null ? "by push" : `by push ${pushedText(ref)}`;
  if (trigger === "command") return `by ${actor.label} in a comment`;
  if (trigger === "schedule") return "by schedule";
  switch (actor.type) {
    case "token":
      return `by token ${actor.label}`;
    case "user":
      return `by ${actor.label}`;
    case "webhook":
      return "by webhook";
    case "system":
      return "by Windlass";
  }
}

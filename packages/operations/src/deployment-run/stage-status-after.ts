import type { Transition } from "@windlass/contracts/deployment-state";

/**
 * What a transition says about the stage. `by_kind`: live, or removed after a removal. `by_release`: live when an
 * earlier release still stands, else failed. null: nothing, such as when a build failed before AWS was touched.
 */
export type StageVerdict = "deploying" | "by_kind" | "by_release" | "failed" | null;

export function stageStatusAfter({ from, to }: Transition): StageVerdict {
  if (to === "deploying") return "deploying";
  if (to === "succeeded") return "by_kind";
  if (to === "rolled_back") return "by_release";
  if (to === "failed" && (from === "deploying" || from === "verifying" || from === "rolling_back")) return "failed";
  return null;
}

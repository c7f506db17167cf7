import { createHash } from "node:crypto";
import type { ResourceChange } from "@windlass/contracts/plan";

/** SHA-256 of what a change set does as AWS tells it, before anything is masked: what is masked may differ from worker to worker. */
export function hashChanges(changes: readonly ResourceChange[]): string {
  const sorted = changes.toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}

import { diffTemplates } from "@windlass/cloudformation/template-diff";
import type { RollbackPreview } from "@windlass/contracts/deployment";
import type { Artifact } from "@windlass/contracts/release";

export type ComparableRelease = { template: string; artifacts: readonly Artifact[] };

/** What differs between what runs (`from`) and what would be put back (`to`). */
export function compareReleases(from: ComparableRelease, to: ComparableRelease): Pick<RollbackPreview, "functionsChanged" | "resources"> {
  const before = codeHashes(from.artifacts);
  const after = codeHashes(to.artifacts);
  const { added, changed, removed } = diffTemplates(from.template, to.template);
  return {
    functionsChanged: [...after].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name).toSorted(),
    resources: { added, changed, removed },
  };
}

/** Function name → hash of the code that it runs. */
function codeHashes(artifacts: readonly Artifact[]): Map<string, string> {
  return new Map(artifacts.flatMap((artifact) => artifact.functions.map((name) => [name, artifact.hash] as const)));
}

import type { RollbackPreview } from "@windlass/contracts/rollback";

/** What a roll-back would do, as `rollback --plan --json` prints it. Scripts rely on it: later versions only add to it. */
export function rollbackPreviewJson({ target, current, fast, functions, resources, counts, artifacts, policies, parameters }: RollbackPreview) {
  return {
    to: target.number,
    release: target.release,
    from: current?.number ?? null,
    fast,
    functions,
    resources,
    counts,
    artifacts,
    policies: { failing: policies.failing.map(({ rule, level, logicalId, message }) => ({ rule, level, logicalId, message })), unchecked: policies.unchecked },
    parameters,
  };
}

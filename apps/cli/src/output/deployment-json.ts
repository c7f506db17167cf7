import type { Deployment } from "@windlass/contracts/deployment";

/** A deployment as every command prints it with `--json`. Scripts rely on it: later versions only add to it. */
export function deploymentJson(deployment: Deployment) {
  const { id, service, stage, number, kind, state, ref, createdAt, finishedAt, endpoints, planCounts } = deployment;
  return {
    id,
    service,
    stage,
    number,
    kind,
    state,
    ref,
    commit: deployment.commit?.sha ?? null,
    release: deployment.release,
    error: deployment.error === null ? null : { code: deployment.error.code, message: deployment.error.message, hint: deployment.error.hint },
    /** The first resource that failed, and the places in config files that are to be corrected. */
    failedResource: deployment.error?.resource ?? null,
    places: deployment.error?.places ?? [],
    /** The deployments that lead, in order, to where a refused one wanted to go. */
    phases: deployment.error?.phases ?? [],
    outputs: Object.fromEntries(deployment.outputs.map(({ key, value }) => [key, value])),
    endpoints,
    planCounts,
    /** What came of it by topic: the code that was back before the stack, functions changed alone, the proof of a promotion. */
    results: deployment.results,
    guards: deployment.guards,
    canary: deployment.canary,
    /** Why it waits; null while it runs and once it has ended. */
    blocker: deployment.blocker,
    /** The group that it is deployed in with others. */
    group: deployment.group,
    supersededBy: deployment.supersededBy,
    freezeOverriddenBy: deployment.freezeOverriddenBy,
    cancelNote: deployment.cancelNote,
    /** What the repository's forge, such as GitHub, was told of it; null where nothing is told. */
    report: deployment.report,
    /** What the check after a deletion found; null where there was none. */
    removal: deployment.results.removal ?? null,
    steps: deployment.steps.map(({ name, state: stepState, durationMs }) => ({ name, state: stepState, durationMs })),
    createdAt,
    finishedAt,
  };
}

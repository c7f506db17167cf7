import type { Change } from "@windlass/contracts/live";

/** What the decision needs to know of a cached query. */
export interface CachedQuery {
  queryKey: readonly unknown[];
  /** Undefined while it is read for the first time. */
  data: unknown;
}

const rootsOfEntity = {
  deployment: ["home", "queue", "services", "deployment-groups", "previews"],
  stage: ["home", "services", "accounts", "previews"],
  service: ["home", "services", "repositories"],
  repository: ["home", "repositories"],
  account: ["home", "accounts"],
  delivery: ["deliveries"],
  token: ["tokens"],
  drift_check: [],
  freeze_window: ["freeze-windows", "queue"],
  preview: ["previews", "services"],
} as const satisfies Record<Change["entity"], readonly string[]>;

/** The first entries of the keys of everything that a change can make out of date. */
export const liveRoots: readonly string[] = [...new Set([...Object.values(rootsOfEntity).flat(), "stages", "deployments", "audit-events"])];

/** Whether one of the changes may have made what the query holds out of date. */
export function isOutdated(query: CachedQuery, changes: readonly Change[], cached: readonly CachedQuery[]): boolean {
  const [root] = query.queryKey;
  return changes.some((change) => {
    // A freeze changes what its stage, or every stage, and what waits there, say of themselves.
    if (change.entity === "freeze_window" && (root === "deployments" || root === "stages")) return true;
    if (root === "deployments") return isOfDeployment(query, change);
    if (root === "stages") return isOfStage(query, change, cached);
    return rootsOfEntity[change.entity].some((affected) => affected === root);
  });
}

/** A deployment's page also shows what its stage does: what it waits for, whether it can be rolled back to. */
function isOfDeployment({ queryKey, data }: CachedQuery, change: Change): boolean {
  if (change.entity !== "deployment" && change.entity !== "stage") return false;
  if (data === undefined || queryKey[1] === change.id) return true;
  return change.stageId !== null && field(data, "stageId") === change.stageId;
}

/** Everything below `["stages", service, stage]` belongs to the stage whose id is in the data of that very query. */
function isOfStage({ queryKey }: CachedQuery, change: Change, cached: readonly CachedQuery[]): boolean {
  const stageId = change.entity === "stage" ? change.id : change.stageId;
  if (stageId === null) return false;
  const stage = cached.find(
    (other) => other.queryKey.length === 3 && other.queryKey.every((part, index) => part === queryKey[index]),
  );
  return stage?.data === undefined || field(stage.data, "id") === stageId;
}

function field(data: unknown, name: string): unknown {
  return typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
}

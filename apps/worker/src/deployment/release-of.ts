import { WindlassError } from "@windlass/contracts/error";
import type { DeploymentRun, StoredRelease } from "@windlass/operations/deployment-run/deployment-run";

/** The release of a deployment that has one. Throws `release_not_found` when it was deleted meanwhile. */
export function releaseOf(run: DeploymentRun): StoredRelease {
  if (run.release) return run.release;
  throw new WindlassError("release_not_found", "The release of this deployment is no longer stored.");
}

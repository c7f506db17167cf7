import { WindlassError } from "@windlass/contracts/error";
import type { CreateRepair } from "@windlass/contracts/stack-diagnosis";
import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";

/** What a deployment of kind `repair` was asked to do. Throws `invalid_request` for one that was stored without. */
export function repairOf({ options }: Pick<DeploymentRun, "options">): Omit<CreateRepair, "confirm"> {
  const { repair, emptyBuckets = [], retain = [] } = options;
  if (repair) return { ...repair, emptyBuckets, retain };
  throw new WindlassError("invalid_request", "This repair does not say what to do.");
}

import { WindlassError } from "@windlass/contracts/error";
import type { CreateRepair, Obstacle, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";

type Repair = Pick<CreateRepair, "action" | "skip" | "emptyBuckets" | "retain">;

/**
 * Refuses a repair that the stack, as it was just read, does not call for: another action than its one safe one, or resources
 * that are not in the way.
 *
 * @throws WindlassError `nothing_to_repair`, `invalid_request`
 */
export function checkRepair(diagnosis: StackDiagnosis, repair: Repair): void {
  const { stackName, status, action } = diagnosis;
  if (action !== repair.action) {
    throw new WindlassError("nothing_to_repair", `The stack ${stackName ?? ""} is in ${status ?? "no state"}, which does not call for ${repair.action}.`, { hint: diagnosis.explanation });
  }
  refuseOthers(diagnosis, repair.skip, "skip");
  refuseOthers(diagnosis, repair.emptyBuckets, "empty");
  refuseOthers(diagnosis, repair.retain, "retain");
}

function refuseOthers({ obstacles, stackName }: StackDiagnosis, ids: readonly string[], offer: Obstacle["offers"][number]): void {
  const offered = obstacles.filter(({ offers }) => offers.includes(offer)).map(({ id }) => id);
  const others = ids.filter((id) => !offered.includes(id));
  if (others.length === 0) return;
  throw new WindlassError("invalid_request", `${others.join(", ")} of ${stackName ?? "the stack"} cannot be ${participles[offer]}.`, {
    hint: offered.length === 0 ? `There is nothing to ${offer}.` : `These can: ${offered.join(", ")}.`,
  });
}

const participles = { skip: "skipped", empty: "emptied", retain: "retained" } as const;

/** Whether a repair deletes or gives something up, so that a person must name the stage for it. */
export function needsConfirmation({ action, skip }: Pick<Repair, "action" | "skip">): boolean {
  return action === "delete_failed_create" || action === "retry_deletion" || skip.length > 0;
}

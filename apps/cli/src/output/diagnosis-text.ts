import type { Obstacle, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { failureClassWords } from "@windlass/contracts/failure-class";
import { plainText } from "./plain-text.js";
import { formatFields, formatTable } from "./table.js";
import { formatAge } from "./time.js";

/** How a stack stands, what is in the way, and the command that does its one safe action. */
export function diagnosisText(diagnosis: StackDiagnosis, { service, stage }: { service: string; stage: string }): string {
  const { stackName, status, since, reason, cause, obstacles, notes, explanation, action } = diagnosis;
  const head = formatFields({
    stack: stackName ?? "none",
    status: status ?? "absent",
    since: since === null ? undefined : formatAge(since),
    reason: reason === null ? undefined : plainText(reason),
    cause: cause === null ? undefined : plainText(`${cause.logicalId} (${cause.resourceType}): ${cause.reason}`),
    class: cause?.class === undefined ? undefined : failureClassWords[cause.class],
    remedy: cause?.remedy === undefined ? undefined : plainText(cause.remedy),
    action: action.replaceAll("_", " "),
  });
  const inTheWay = obstacles.length === 0 ? "" : `in the way\n${formatTable(obstacles.map((one) => [`  ${one.id}`, one.resourceType, one.offers.map((offer) => `--${offer}`).join(" "), plainText(one.why)]))}`;
  return [head, plainText(explanation), inTheWay, ...notes.map((note) => `note: ${note}`), nextCommand({ action, obstacles }, `${service} ${stage}`)].filter((text) => text !== "").join("\n\n");
}

function nextCommand({ action, obstacles }: Pick<StackDiagnosis, "action" | "obstacles">, address: string): string {
  if (action === "deploy") return `next: windlass deploy ${address}`;
  if (action === "wait" || action === "by_hand") return "";
  return `next: windlass doctor ${address} --repair${action === "retry_deletion" ? obstacles.map(decision).join("") : ""}`;
}

/** Keeping is what loses nothing. */
function decision({ id, offers }: Obstacle): string {
  return offers.includes("retain") ? ` --retain ${id}` : "";
}

import type { Leftover, RemovalPreview, RemovalResource } from "@windlass/contracts/removal";
import { plainText } from "./plain-text.js";
import { formatTable } from "./table.js";

/** What a removal would delete and keep, as decided by the command line. */
export function removalText({ stackName, resources }: RemovalPreview, decided: { retain: readonly string[]; emptied: readonly string[] }): string {
  if (stackName === null) return "There is no stack in AWS.";
  const stays = (resource: RemovalResource): boolean => decided.retain.includes(resource.id) || (resource.retained && !resource.choice);
  const lost = resources.filter((resource) => !stays(resource));
  const kept = resources.filter(stays);
  return [
    `Of the stack ${stackName} this will be deleted (${lost.length}):`,
    rows(lost, (resource) => noteOf(resource, decided.emptied)),
    kept.length === 0 ? "Nothing stays in AWS." : `This stays in AWS, without a stack and under its name (${kept.length}):`,
    rows(kept, ({ choice }) => (choice ? "" : "kept by its template")),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function rows(resources: readonly RemovalResource[], note: (resource: RemovalResource) => string): string {
  return formatTable(resources.map((resource) => [`  ${resource.id}`, resource.resourceType, plainText(resource.physicalId ?? ""), note(resource)]));
}

function noteOf({ id, content, stateful, outside }: RemovalResource, emptied: readonly string[]): string {
  if (content !== null && content.versions + content.deleteMarkers > 0) {
    const held = `${content.more ? "more than " : ""}${content.versions} object versions`;
    return emptied.includes(id) || id === "ServerlessDeploymentBucket" ? `${held}, emptied` : `${held}: needs --empty-bucket ${id} or --retain ${id}`;
  }
  if (outside) return "made by Lambda";
  return stateful ? "holds data" : "";
}

/** What the check after a deletion found: what is left first. */
export function leftoversText(items: readonly Leftover[]): string {
  const order = ["left", "retained", "gone"] as const;
  return formatTable(order.flatMap((state) => items.filter((item) => item.state === state).map(({ kind, name }) => [`  ${state}`, kind.replace("_", " "), plainText(name)])));
}

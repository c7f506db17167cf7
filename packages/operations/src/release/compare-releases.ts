import { diffResources, type PropertyChange, type ResourceDifference } from "@windlass/cloudformation/resource-diff";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { ResourceChange } from "@windlass/contracts/plan";
import type { RollbackPreview } from "@windlass/contracts/rollback";
import type { Artifact } from "@windlass/contracts/release";
import { templateOf } from "./function-code.js";

/** `shownTemplate`: as people may see it; null when nobody masked its secrets, so that its values stay untold. */
export type ComparableRelease = { template: string; shownTemplate: string | null; artifacts: readonly Artifact[] };

const longestValue = 2_000;
/** What stands for a value that differs and may not be seen. */
const hidden = "***";

/** What putting `to` back does to each resource where `from` runs, as the stored templates tell, without secrets. */
export function compareResources(from: ComparableRelease, to: ComparableRelease): ResourceChange[] {
  const shown = from.shownTemplate === null || to.shownTemplate === null ? null : shownValues(templateOf({ template: from.shownTemplate }), templateOf({ template: to.shownTemplate }));
  return diffResources(templateOf(from), templateOf(to)).map(({ disposable: _disposable, properties, ...difference }) => ({
    ...difference,
    physicalId: null,
    properties: properties.map((property) => toShown(property, shown && (shown.get(difference.logicalId)?.get(property.path) ?? null))),
  }));
}

/** Functions whose code differs, and both codes; null where one has no such function. */
export function compareCode(from: ComparableRelease, to: ComparableRelease): RollbackPreview["functions"] {
  const [before, after] = [codes(from.artifacts), codes(to.artifacts)];
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name) => {
    const [one, other] = [before.get(name) ?? null, after.get(name) ?? null];
    return one?.hash === other?.hash ? [] : [{ name, before: one, after: other }];
  });
}

function codes(artifacts: readonly Artifact[]): Map<string, { hash: string; sizeBytes: number }> {
  return new Map(artifacts.flatMap(({ hash, sizeBytes, functions }) => functions.map((name) => [name, { hash, sizeBytes }] as const)));
}

type Shown = ReadonlyMap<string, ReadonlyMap<string, PropertyChange>>;

function shownValues(before: JsonObject, after: JsonObject): Shown {
  const byPath = ({ properties }: ResourceDifference) => new Map(properties.map((property) => [property.path, property]));
  return new Map(diffResources(before, after).map((difference) => [difference.logicalId, byPath(difference)]));
}

/** Where what differs is not to be seen, that it differs is still told. */
function toShown({ path, requiresRecreation, ...raw }: PropertyChange, shown: PropertyChange | null): ResourceChange["properties"][number] {
  const text = (side: "before" | "after") => (raw[side] === undefined ? null : shown === null ? hidden : valueText(shown[side]));
  return { path, requiresRecreation, before: text("before"), after: text("after") };
}

/** A value of a template as text, cut where it is very long; null where there is none. */
export function valueText(value: Json | undefined): string | null {
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

import type { ExportInUse } from "@windlass/contracts/plan";
import { findReferences } from "./intrinsics.js";
import { isOpen, resolveText, type KnownValues } from "./resolve-text.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";

/** An export of a deployed stack, as AWS resolved it. */
export type DeployedExport = { outputKey: string; name: string; value: string };

export type ExportChange = Pick<ExportInUse, "name" | "change" | "byReplacement"> & { outputKey: string };

export type ExportComparison = {
  deployed: readonly DeployedExport[];
  /** Null where it could not be read: then only literal names and values can be compared. */
  before: JsonObject | null;
  after: JsonObject;
  known: KnownValues;
  /** Logical ids of resources that get another identity, and of those that may. */
  replaced: ReadonlySet<string>;
  maybeReplaced: ReadonlySet<string>;
};

/** The exports of a deployed stack that the new template takes away, or whose value it changes or may change. */
export function exportChanges(comparison: ExportComparison): ExportChange[] {
  return comparison.deployed.flatMap((deployed) => changeOf(deployed, comparison) ?? []);
}

function changeOf(deployed: DeployedExport, comparison: ExportComparison): ExportChange | null {
  const { name, outputKey } = deployed;
  const { after, before, known, replaced, maybeReplaced } = comparison;
  const old = outputsOf(before ?? {})[outputKey];
  const fresh = Object.entries(outputsOf(after)).find(([key, output]) => exportsAs(output, name, comparison) || (key === outputKey && hasSameName(output, old, known)));
  if (!fresh) return { name, outputKey, change: "removed", byReplacement: false };
  const value = fresh[1]["Value"];
  const references = [...findReferences(value)];
  if (references.some((id) => replaced.has(id))) return { name, outputKey, change: "changed", byReplacement: true };
  const change = valueChange(value, { old: old?.["Value"], current: deployed.value, known });
  if (change !== null) return { name, outputKey, change, byReplacement: false };
  return references.some((id) => maybeReplaced.has(id)) ? { name, outputKey, change: "may_change", byReplacement: true } : null;
}

type OldValue = { old: Json | undefined; current: string; known: KnownValues };

/** What only AWS can resolve is another value where it names other resources, and may be one where it names the same in another way. */
function valueChange(value: Json | undefined, { old, current, known }: OldValue): "changed" | "may_change" | null {
  const text = resolveText(value, known);
  if (!isOpen(text)) return text === current ? null : "changed";
  if (old === undefined || text === resolveText(old, known)) return null;
  const [before, after] = [findReferences(old), findReferences(value)];
  return before.size === after.size && [...after].every((id) => before.has(id)) ? "may_change" : "changed";
}

function exportsAs(output: JsonObject, name: string, { known }: ExportComparison): boolean {
  return resolveText(exportName(output), known) === name;
}

/** Names that only AWS can resolve are the same when they are written alike. */
function hasSameName(output: JsonObject, old: JsonObject | undefined, known: KnownValues): boolean {
  const name = resolveText(exportName(output), known);
  return name !== "" && isOpen(name) && (old === undefined || resolveText(exportName(old), known) === name);
}

function exportName(output: JsonObject): Json | undefined {
  return isJsonObject(output["Export"]) ? output["Export"]["Name"] : undefined;
}

export function outputsOf(template: JsonObject): Record<string, JsonObject> {
  const outputs = isJsonObject(template["Outputs"]) ? template["Outputs"] : {};
  return Object.fromEntries(Object.entries(outputs).flatMap(([key, output]) => (isJsonObject(output) ? [[key, output]] : [])));
}

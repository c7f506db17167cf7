import { findReferences } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { SourcePlace } from "@windlass/contracts/error";
import type { ReleaseConfig } from "@windlass/contracts/release-config";
import { groupBy } from "../../group-by.js";
import type { TemplateGrouping } from "./config-search.js";
import { propertyPointer } from "./pointer.js";

/** One entry of a template: a resource, or an output, parameter or condition. */
export type TemplateEntry = {
  /** The logical id; with the section in front (`Outputs.Name`) for what is no resource. */
  id: string;
  name: string;
  section: string;
  /** The resource's type; empty for the rest. */
  type: string;
  body: Json;
  place: SourcePlace | null;
  /** Where in the resolved config it was made; null without one. */
  pointer: string | null;
  /** The function that it belongs to. */
  functionName: string | null;
};

export type TemplateIndex = {
  entries: readonly TemplateEntry[];
  byId: ReadonlyMap<string, TemplateEntry>;
  /** Ids that an entry refers to, and that refer to it. */
  refersTo: (id: string) => readonly string[];
  referredBy: (id: string) => readonly string[];
  /** Resources that what `pointer` points to made, with all below it. */
  madeBy: (pointer: string) => readonly string[];
};

const otherSections = ["Outputs", "Parameters", "Conditions", "Mappings"];

/** What the template of a release holds, with what refers to what and which part of the config made which resource. */
export function indexTemplate({ template, sourceMap, functions, resolvedConfig }: Omit<ReleaseConfig, "number" | "inputs">): TemplateIndex {
  const functionIds = new Map(functions.map(({ name, logicalId }) => [logicalId, name]));
  const entryOf = (section: string, name: string, body: Json): TemplateEntry => {
    const isResource = section === "Resources";
    const place = isResource ? (sourceMap[name] ?? null) : null;
    const pointer = resolvedConfig === null || !place?.property ? null : propertyPointer(resolvedConfig.value, place.property) || null;
    return {
      id: isResource ? name : `${section}.${name}`,
      name,
      section,
      type: isResource && isJsonObject(body) && typeof body["Type"] === "string" ? body["Type"] : "",
      body,
      place,
      pointer,
      functionName: functionIds.get(name) ?? functionOf(place?.property ?? ""),
    };
  };
  const entries = ["Resources", ...otherSections].flatMap((section) => membersOf(template?.[section]).map(([name, body]) => entryOf(section, name, body)));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const references = new Map(entries.map((entry) => [entry.id, referencesOf(entry, byId)]));
  const referredBy = groupBy(
    [...references].flatMap(([from, targets]) => targets.map((to) => ({ from, to }))),
    ({ to }) => to,
  );
  return {
    entries,
    byId,
    refersTo: (id) => references.get(id) ?? [],
    referredBy: (id) => referredBy.get(id)?.map(({ from }) => from) ?? [],
    madeBy: (pointer) => entries.flatMap((entry) => (entry.pointer === pointer || entry.pointer?.startsWith(`${pointer}/`) === true ? [entry.id] : [])),
  };
}

function membersOf(section: unknown): [string, Json][] {
  if (!isJsonObject(section)) return [];
  return Object.entries(section).flatMap(([name, body]) => (body === undefined ? [] : [[name, body]]));
}

function functionOf(property: string): string | null {
  const named = /^functions(?:\.([^.[\]]+)|\["([^"]+)"\])/.exec(property);
  return named?.[1] ?? named?.[2] ?? null;
}

/** What is referred to, by `DependsOn` and `Condition` too, as far as the template has it. */
function referencesOf({ id, body }: TemplateEntry, byId: ReadonlyMap<string, TemplateEntry>): string[] {
  const { DependsOn: dependsOn, Condition: condition }: JsonObject = isJsonObject(body) ? body : {};
  const named = [...findReferences(body), ...[dependsOn ?? []].flat().filter((name) => typeof name === "string")];
  const ids = named.map((name) => (byId.has(name) ? name : `Parameters.${name}`));
  if (typeof condition === "string") ids.push(`Conditions.${condition}`);
  return [...new Set(ids)].filter((target) => target !== id && byId.has(target));
}

export type TemplateGroup = { title: string; entries: TemplateEntry[] };

/** Entries in groups by what they are or whom they belong to; what is no resource stands at the end. */
export function groupEntries(entries: readonly TemplateEntry[], grouping: TemplateGrouping): TemplateGroup[] {
  const titleOf = (entry: TemplateEntry) => {
    if (entry.section !== "Resources") return entry.section;
    return grouping === "type" ? entry.type : (entry.functionName ?? "Shared");
  };
  const rank = ({ section, functionName }: TemplateEntry) => (section === "Resources" ? (grouping === "function" && functionName === null ? 1 : 0) : 2);
  const groups = groupBy(entries, (entry) => `${rank(entry)} ${titleOf(entry)}`);
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b)).map(([key, members]) => ({ title: key.slice(2), entries: members }));
}

/** Entries whose id, type, or any property's name or value has the text. */
export function searchEntries(entries: readonly TemplateEntry[], query: string): readonly TemplateEntry[] {
  const needle = query.trim().toLowerCase();
  if (needle === "") return entries;
  return entries.filter((entry) => searchText(entry).includes(needle));
}

const texts = new WeakMap<TemplateEntry, string>();

function searchText(entry: TemplateEntry): string {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const text = `${entry.id}\n${JSON.stringify(entry.body)}`.toLowerCase();
  texts.set(entry, text);
  return text;
}

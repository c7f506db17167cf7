import { isDeepStrictEqual } from "node:util";
import { findReferences } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type Resource } from "@windlass/cloudformation/template";
import type { Compiled, Trace } from "../compile-input.js";
import type { FunctionModel } from "../4-model/service-model.js";
import { executionRoleId } from "../4-model/naming.js";
import type { Grant, Origin } from "../5-emit/origin.js";
import { formatPath, type Path } from "../path.js";
import type { Source } from "./explanation.js";
import { sharedTypes } from "./reasons.js";
import { settingsOf } from "./settings.js";

type Found = { path: Path; why: string };

/** Every place in the config that a resource is from, what made it first: what was noted, and what follows from the model. */
export function findSources({ trace, whole: template }: Compiled, logicalId: string, resource: Resource): Source[] {
  const origins = trace.origins.get(logicalId) ?? [];
  const [first] = origins;
  const { provider } = trace.model;
  const isOwn = first?.phase === "resources" && first.how === "made";
  const fn = first ? functionAt(trace, first.path) : null;
  const found: Found[] = [
    ...origins.map((origin): Found => ({ path: origin.path, why: words[origin.how] })),
    ...(isOwn ? [] : settingsOf(resource.Type, provider, fn).map(({ path, sets }): Found => ({ path, why: `sets ${sets}` }))),
    ...(first && sharedTypes.has(resource.Type) ? eventsOfPhase(trace, first).map((path): Found => ({ path, why: "uses it" })) : []),
    ...(resource.Type === "AWS::ApiGateway::Resource" ? methodsBelow(trace, template.Resources, logicalId) : []),
    ...(logicalId === executionRoleId ? trace.grants.flatMap((grant) => grantedTo(trace, grant)) : []),
  ];
  const byProperty = new Map<string, { path: Path; reasons: Set<string> }>();
  for (const { path, why } of found) {
    if (!isInConfig(trace, path)) continue;
    const property = formatPath(path);
    const known = byProperty.get(property) ?? { path, reasons: new Set<string>() };
    byProperty.set(property, known);
    known.reasons.add(why);
  }
  return Array.from(byProperty, ([property, { path, reasons }]) => ({ property, place: trace.locate(path), why: Array.from(reasons).join("; ") }));
}

const words: Readonly<Record<Origin["how"], string>> = {
  made: "makes it",
  added: "adds to it",
  merged: "is merged over what was made of functions and events",
  extended: "extends it",
};

/** A setting that the config lacks made the resource by its default: there is no line to show. */
function isInConfig({ model }: Trace, path: Path): boolean {
  if (path[0] !== "provider") return true;
  let value: Json | object | undefined = model.provider;
  for (const key of path.slice(1)) value = isJsonObject(value) ? value[String(key)] : undefined;
  return value !== undefined;
}

function functionAt({ model }: Trace, [section, key]: Path): FunctionModel | null {
  return section === "functions" ? (model.functions.find((fn) => fn.key === key) ?? null) : null;
}

function eventsOfPhase({ model }: Trace, { phase }: Pick<Origin, "phase">): Path[] {
  return model.functions.flatMap((fn) => fn.events.flatMap((event, index) => (phase in event ? [[...fn.path, "events", index, phase]] : [])));
}

/** Methods of a path, and of the paths below it. */
function methodsBelow(trace: Trace, resources: Readonly<Record<string, Resource>>, logicalId: string): Found[] {
  const below = new Set([logicalId]);
  const found: Found[] = [];
  for (const [id, resource] of Object.entries(resources)) {
    const { Type: type, Properties: properties = {} } = resource;
    const parents = findReferences(type === "AWS::ApiGateway::Resource" ? properties["ParentId"] : type === "AWS::ApiGateway::Method" ? properties["ResourceId"] : undefined);
    if (!Array.from(parents).some((parent) => below.has(parent))) continue;
    below.add(id);
    if (type === "AWS::ApiGateway::Method") found.push(...(trace.origins.get(id) ?? []).map(({ path }) => ({ path, why: "has a path that leads through it" })));
  }
  return found;
}

/** The function or events that a statement of the shared role is for: those that name what it allows, else all of their kind. */
function grantedTo(trace: Trace, { statement, phase, path }: Grant): Found[] {
  const actions = [statement["Action"] ?? []].flat().filter((action) => typeof action === "string");
  const why = `allows ${actions.join(", ")}`;
  if (path) return [{ path, why }];
  const events = eventsOfPhase(trace, { phase });
  const targets = [statement["Resource"] ?? []].flat();
  const naming = events.filter((event) => targets.some((target) => holds(eventAt(trace, event), target)));
  return (naming.length > 0 ? naming : events).map((event) => ({ path: event, why }));
}

function eventAt(trace: Trace, path: Path): Json | undefined {
  const [, , , index, kind] = path;
  const event: Json | object | undefined = functionAt(trace, path)?.events[Number(index)];
  return isJsonObject(event) ? event[String(kind)] : undefined;
}

function holds(value: Json | undefined, wanted: Json): boolean {
  if (isDeepStrictEqual(value, wanted)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((item) => holds(item, wanted));
}

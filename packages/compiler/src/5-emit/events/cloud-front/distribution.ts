import { isDeepStrictEqual } from "node:util";
import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { CloudFrontEvent } from "../../../3-check/events/cloud-front.js";
import { alphanumericId, idOf } from "../../../4-model/naming.js";
import type { Path } from "../../../path.js";
import type { TemplateBuilder } from "../../template-builder.js";

/** An event with the version of its function. */
export type EdgeEvent = { event: CloudFrontEvent; path: Path; versionId: string };
/** The first behavior is the default one. */
export type Distribution = { behaviors: JsonObject[]; origins: JsonObject[] };

/** AWS's managed policy CachingOptimized. */
const defaultCachePolicyId = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/**
 * Origins and behaviors of all events: equal ones are merged.
 * @throws CompileError when two behaviors exclude each other, or no default can be told.
 */
export function readDistribution(builder: TemplateBuilder, events: EdgeEvent[]): Distribution {
  const origins: JsonObject[] = [];
  const behaviors: JsonObject[] = [];
  let defaultOrigin: JsonObject | null = null;
  for (const edge of events) {
    const origin = mergeOrigin(origins, edge);
    if (edge.event.isDefaultOrigin) {
      if (defaultOrigin && defaultOrigin !== origin) throw refuse("More than one origin is the default one", edge.path);
      defaultOrigin = origin;
    }
    const behavior = behaviorOf(builder, edge, origin);
    const known = behaviors.find((one) => one["PathPattern"] === behavior["PathPattern"] && one["TargetOriginId"] === behavior["TargetOriginId"]);
    if (known) extend(known, behavior);
    else behaviors.push(behavior);
  }
  behaviors.sort((a, b) => Number(Boolean(a["PathPattern"])) - Number(Boolean(b["PathPattern"])));
  checkBehaviors(behaviors, events[0]?.path ?? []);
  if (!behaviors[0]?.["PathPattern"]) return { behaviors, origins };
  const target = defaultOrigin ?? (origins.length === 1 ? origins[0] : undefined);
  if (!target) throw refuse("There are several origins: mark one with isDefaultOrigin", events[0]?.path ?? []);
  const { PathPattern: _pattern, LambdaFunctionAssociations: _functions, ...shared } = behaviors[0];
  return { behaviors: [{ ...shared, TargetOriginId: target["Id"] }, ...behaviors], origins };
}

function mergeOrigin(origins: JsonObject[], { event, path }: EdgeEvent): JsonObject {
  const origin = originOf(event, path);
  const known = origins.find((one) => one["Id"] === origin["Id"]);
  if (known) return extend(known, origin);
  origins.push(origin);
  return origin;
}

function originOf({ origin }: CloudFrontEvent, path: Path): JsonObject {
  if (origin === undefined) throw new CompileError({ code: "property_missing", message: "A cloudFront event needs an origin", path });
  const config = typeof origin === "string" ? originOfUrl(origin) : { ...origin };
  const domain = config["DomainName"];
  const name = typeof domain === "string" ? domain : alphanumericId(JSON.stringify(domain ?? null));
  const originPath = typeof config["OriginPath"] === "string" ? config["OriginPath"] : "";
  return { ...config, Id: `${config["S3OriginConfig"] ? "s3" : "custom"}/${name}${originPath}` };
}

/** Not `new URL`, which would change paths, and the letters of hosts only for some schemes. */
const urlParts = /^([a-z][a-z0-9+.-]*):(?:\/\/)?(?:[^@/?#]*@)?([^:/?#]*)(?::\d*)?([^?#]*)/i;

function originOfUrl(text: string): JsonObject {
  const [, scheme = "", host = "", path = ""] = urlParts.exec(text) ?? [];
  const kind: JsonObject = scheme.toLowerCase() === "s3" ? { S3OriginConfig: {} } : { CustomOriginConfig: { OriginProtocolPolicy: "match-viewer" } };
  return { DomainName: host.toLowerCase(), OriginPath: path.length > 1 ? path : undefined, ...kind };
}

function behaviorOf(builder: TemplateBuilder, { event, path, versionId }: EdgeEvent, origin: JsonObject): JsonObject {
  const own = event.behavior ?? {};
  const association: JsonObject = { EventType: event.eventType, LambdaFunctionARN: ref(versionId) };
  if ((event.includeBody ?? null) !== null) association["IncludeBody"] = event.includeBody;
  return {
    ViewerProtocolPolicy: "allow-all",
    ...own,
    CachePolicyId: cachePolicyOf(builder, event, path),
    TargetOriginId: origin["Id"],
    LambdaFunctionAssociations: [association],
    PathPattern: event.pathPattern || undefined,
  };
}

/** The event's policy, else its behavior's; AWS's own where neither policy nor the older cache settings are given. */
function cachePolicyOf({ model }: TemplateBuilder, { cachePolicy, behavior: given }: CloudFrontEvent, path: Path): Json | undefined {
  const behavior = given ?? {};
  if (cachePolicy?.name) {
    const known = model.provider.cloudFront?.["cachePolicies"];
    if (!isJsonObject(known) || !Object.hasOwn(known, cachePolicy.name)) {
      throw new CompileError({ code: "property_invalid", message: `There is no cache policy "${cachePolicy.name}" in provider.cloudFront.cachePolicies`, path: [...path, "cachePolicy"] });
    }
    return cachePolicy.id || ref(`CloudFrontCachePolicy${idOf(cachePolicy.name)}`);
  }
  if (cachePolicy?.id) return cachePolicy.id;
  if (behavior["CachePolicyId"]) return behavior["CachePolicyId"];
  const isOlder = behavior["ForwardedValues"] || ["MaxTTL", "MinTTL", "DefaultTTL"].some((key) => (behavior[key] ?? null) !== null);
  return isOlder ? undefined : defaultCachePolicyId;
}

/** Adds what is missing; lists are joined without repeats, what is there already stays. */
function extend(target: JsonObject, source: JsonObject): JsonObject {
  for (const [key, value] of Object.entries(source)) {
    const before = target[key];
    if (Array.isArray(before) && Array.isArray(value)) target[key] = withoutRepeats([...before, ...value]);
    else if (isJsonObject(before) && isJsonObject(value)) extend(before, value);
    else if (before === undefined) target[key] = value;
  }
  return target;
}

function withoutRepeats(items: Json[]): Json[] {
  return items.filter((item, index) => items.findIndex((other) => isDeepStrictEqual(other, item)) === index);
}

function checkBehaviors(behaviors: JsonObject[], path: Path): void {
  if (new Set(behaviors.map((behavior) => behavior["PathPattern"])).size !== behaviors.length) throw refuse("Two behaviors have the same path pattern and different origins", path);
  for (const { LambdaFunctionAssociations: functions } of behaviors) {
    const types = Array.isArray(functions) ? functions.map((item) => (isJsonObject(item) ? item["EventType"] : undefined)) : [];
    if (new Set(types).size !== types.length) throw refuse("Two functions have the same event type in one behavior", path);
  }
}

function refuse(message: string, path: Path): CompileError {
  return new CompileError({ code: "conflict", message, path });
}

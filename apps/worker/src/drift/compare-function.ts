import type { LiveFunction } from "@windlass/aws/drift/read-live-function";
import type { DriftAspect } from "@windlass/contracts/drift";
import type { ExpectedFunction } from "./expected-functions.js";

/** One difference with both values as text; null is nothing. */
export type Difference = { logicalId: string; aspect: DriftAspect; property: string | null; expected: string | null; actual: string | null };

type Part = { aspect: DriftAspect; property?: string; expected: string | null | undefined; actual: string | null };

/** What of a function is not as its release describes it. What only CloudFormation knows is left out. */
export function compareFunction(expected: ExpectedFunction, live: LiveFunction | null): Difference[] {
  const { logicalId } = expected;
  if (live === null) return [{ logicalId, aspect: "function", property: null, expected: "there", actual: "deleted" }];
  const parts: Part[] = [
    { aspect: "code", expected: expected.code?.sha256, actual: live.codeSha256 },
    { aspect: "runtime", expected: expected.runtime, actual: live.runtime },
    { aspect: "handler", expected: expected.handler, actual: live.handler },
    { aspect: "memory", expected: textOf(expected.memoryMb), actual: String(live.memoryMb) },
    { aspect: "timeout", expected: textOf(expected.timeoutSeconds), actual: String(live.timeoutSeconds) },
    { aspect: "layers", expected: expected.layers?.join(", "), actual: live.layers.join(", ") },
    { aspect: "reserved_concurrency", expected: textOf(expected.reservedConcurrency), actual: textOf(live.reservedConcurrency) ?? null },
    ...environmentParts(expected, live),
  ];
  return [...toDifferences(logicalId, parts), ...expected.aliases.flatMap((alias) => compareAlias(alias, live))];
}

function environmentParts({ environment }: ExpectedFunction, live: LiveFunction): Part[] {
  const names = [...new Set([...Object.keys(environment), ...Object.keys(live.environment)])].toSorted();
  return names.map((property) => ({
    aspect: "environment",
    property,
    expected: property in environment ? environment[property] : null,
    actual: live.environment[property] ?? null,
  }));
}

function compareAlias(alias: ExpectedFunction["aliases"][number], live: LiveFunction): Difference[] {
  const found = live.aliases.find(({ name }) => name === alias.name);
  const property = alias.name;
  const expected = alias.version === undefined ? undefined : trafficOf(alias.version, alias.weights);
  return toDifferences(alias.logicalId, [
    { aspect: "alias", property, expected, actual: found ? trafficOf(found.version, found.weights) : null },
    { aspect: "provisioned_concurrency", property, expected: textOf(alias.provisioned), actual: textOf(found?.provisioned ?? null) ?? null },
  ]);
}

/** Where an alias sends requests: `version 3`, or `version 3, 10 % to 4`. */
function trafficOf(version: string, weights: Record<string, number>): string {
  const shares = Object.entries(weights).filter(([, weight]) => weight > 0);
  return [`version ${version}`, ...shares.map(([other, weight]) => `${Math.round(weight * 1_000) / 10} % to ${other}`)].join(", ");
}

function toDifferences(logicalId: string, parts: readonly Part[]): Difference[] {
  return parts.flatMap(({ aspect, property = null, expected, actual }) => (expected === undefined || expected === actual ? [] : [{ logicalId, aspect, property, expected, actual }]));
}

function textOf(value: number | null | undefined): string | null | undefined {
  return value === null || value === undefined ? value : String(value);
}

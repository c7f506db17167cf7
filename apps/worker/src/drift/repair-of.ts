import type { FunctionRepair } from "@windlass/aws/drift/put-back-function";
import type { LiveFunction } from "@windlass/aws/drift/read-live-function";
import type { DriftAspect } from "@windlass/contracts/drift";
import type { Difference } from "./compare-function.js";
import type { ExpectedFunction } from "./expected-functions.js";

const configurationAspects: readonly DriftAspect[] = ["runtime", "handler", "memory", "timeout", "layers", "environment"];

/** What Lambda has to be told so that these differences are gone. Null where none of them is for Lambda. */
export function repairOf(expected: ExpectedFunction, live: LiveFunction, differences: readonly Difference[]): FunctionRepair | null {
  const differs = (aspect: DriftAspect): boolean => differences.some((difference) => difference.aspect === aspect);
  const aliases = expected.aliases.flatMap((alias) => aliasRepair(alias, differences));
  const repair: FunctionRepair = {
    ...(differs("code") && expected.code ? { code: { bucket: expected.code.bucket, key: expected.code.key } } : {}),
    ...(configurationAspects.some(differs) ? { configuration: configurationOf(expected, live, differs) } : {}),
    ...(differs("reserved_concurrency") && expected.reservedConcurrency !== undefined ? { reservedConcurrency: expected.reservedConcurrency } : {}),
    ...(aliases.length > 0 ? { aliases } : {}),
  };
  return Object.keys(repair).length === 0 ? null : repair;
}

function configurationOf(expected: ExpectedFunction, live: LiveFunction, differs: (aspect: DriftAspect) => boolean): NonNullable<FunctionRepair["configuration"]> {
  const { runtime, handler, memoryMb, timeoutSeconds, layers } = expected;
  return {
    ...(differs("runtime") && typeof runtime === "string" ? { runtime } : {}),
    ...(differs("handler") && typeof handler === "string" ? { handler } : {}),
    ...(differs("memory") && memoryMb !== undefined ? { memoryMb } : {}),
    ...(differs("timeout") && timeoutSeconds !== undefined ? { timeoutSeconds } : {}),
    ...(differs("layers") && layers !== undefined ? { layers } : {}),
    // Lambda takes the environment as a whole: of what only CloudFormation knows the value that is there stays.
    ...(differs("environment") ? { environment: environmentOf(expected, live) } : {}),
  };
}

function environmentOf(expected: ExpectedFunction, live: LiveFunction): Record<string, string> {
  return Object.fromEntries(
    Object.entries(expected.environment).flatMap(([name, value]) => {
      const kept = value ?? live.environment[name];
      return kept === undefined ? [] : [[name, kept] as const];
    }),
  );
}

function aliasRepair(alias: ExpectedFunction["aliases"][number], differences: readonly Difference[]): NonNullable<FunctionRepair["aliases"]> {
  const own = differences.filter(({ logicalId }) => logicalId === alias.logicalId);
  const moved = own.some(({ aspect }) => aspect === "alias");
  const provisioned = own.some(({ aspect }) => aspect === "provisioned_concurrency");
  if (!moved && !provisioned) return [];
  return [
    {
      name: alias.name,
      ...(moved && alias.version !== undefined ? { version: alias.version, weights: alias.weights } : {}),
      ...(provisioned ? { provisioned: alias.provisioned } : {}),
    },
  ];
}

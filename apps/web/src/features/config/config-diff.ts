import type { Json } from "@windlass/cloudformation/template";
import { diffValues, isEqual, type PlacedValue } from "@windlass/cloudformation/value-diff";
import type { ResolvedConfig, ValueOrigin } from "@windlass/contracts/resolved-config";
import { ancestorsOf, toPointer } from "./pointer.js";

/** A value in one of two releases, with where it came from. */
export type ConfigSide = { pointer: string; value: Json; origins: readonly ValueOrigin[] };

export type ConfigChange = {
  /** `origin`: the same value from elsewhere, or another version of a secret. */
  kind: "added" | "removed" | "changed" | "origin";
  before: ConfigSide | null;
  after: ConfigSide | null;
};

/**
 * What differs between the configs of two releases. Secrets are masked, so that they differ by where they came from and
 * by their version only. That a value moved to another line is no difference.
 */
export function diffConfigs(before: ResolvedConfig, after: ResolvedConfig): ConfigChange[] {
  const differences = diffValues(before.value, after.value, (one, other) => {
    const [left, right] = [before.origins[toPointer(one)], after.origins[toPointer(other)]];
    return left !== right && originKey(left ?? []) !== originKey(right ?? []);
  });
  return differences.map((difference) => {
    const [one, other] = [sideOf(before, difference.before), sideOf(after, difference.after)];
    return { kind: kindOf(one, other), before: one, after: other };
  });
}

function kindOf(before: ConfigSide | null, after: ConfigSide | null): ConfigChange["kind"] {
  if (before === null) return "added";
  if (after === null) return "removed";
  return isEqual(before.value, after.value) ? "origin" : "changed";
}

function sideOf(config: ResolvedConfig, placed: PlacedValue | null): ConfigSide | null {
  if (placed === null) return null;
  const pointer = toPointer(placed.path);
  return { pointer, value: placed.value, origins: nearestOrigins(config, pointer) };
}

/** The origins of a value, or of the nearest thing around it that came from somewhere as a whole. */
export function nearestOrigins(config: Pick<ResolvedConfig, "origins">, pointer: string): readonly ValueOrigin[] {
  const holders = [...ancestorsOf(pointer), pointer].toReversed();
  return holders.map((holder) => config.origins[holder]).find((origins) => origins !== undefined) ?? [];
}

function originKey(origins: readonly ValueOrigin[]): string {
  return JSON.stringify(origins.map(({ source, address, version, secret, place }) => [source, address, version, secret, place?.file]));
}

import type { JsonObject } from "@windlass/cloudformation/template";
import micromatch from "micromatch";
import type { EsbuildConfig } from "../../3-check/config.js";
import { namesOf } from "../manifest.js";

/** Which packages stay outside of a bundle, and which of those come into the zip beside it. */
export type Externals = {
  isExternal: (name: string) => boolean;
  /** Left outside and not in the zip: the runtime has them. */
  isExcluded: (name: string) => boolean;
  /** Packages that the config names and the service depends on: they come into the zip even if nothing imports them by name. */
  named: string[];
};

/**
 * The rules of v4: what Lambda's runtime has itself is left out, beside what `exclude` names; what `external` names
 * stays a package of its own. Globs, and with `!` in front exceptions.
 */
export function externalsOf({ external = [], exclude = [], packages, bundle }: EsbuildConfig, runtimes: Iterable<string>, manifest: JsonObject): Externals {
  const excluded = matcher([...sdkOf(runtimes), ...exclude]);
  const listed = matcher(external);
  const all = packages === "external" || bundle === false;
  const dependencies = namesOf(manifest, "dependencies", "optionalDependencies");
  return {
    isExternal: (name) => excluded(name) || listed(name),
    isExcluded: excluded,
    named: dependencies.filter((name) => (all || listed(name)) && !excluded(name)),
  };
}

/** The AWS SDK that the runtimes have: version 3 since Node 18. Functions with both kinds that share a file must bring theirs. */
function sdkOf(runtimes: Iterable<string>): string[] {
  const sdks = new Set(Array.from(runtimes, (runtime) => (Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? "18") >= 18 ? "@aws-sdk/*" : "aws-sdk")));
  return sdks.size === 1 ? Array.from(sdks) : [];
}

function matcher(patterns: readonly string[]): (name: string) => boolean {
  const except = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  return (name) => isAny(name, wanted) && !isAny(name, except);
}

const isAny = (name: string, patterns: readonly string[]): boolean => patterns.includes(name) || patterns.includes("*") || (patterns.length > 0 && micromatch.isMatch(name, [...patterns]));

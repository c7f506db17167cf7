import type { CodeChange } from "@windlass/contracts/plan";
import type { Artifact } from "@windlass/contracts/release";

/** The functions whose zip differs between two releases, by name. */
export function compareCode(before: readonly Artifact[], after: readonly Artifact[]): CodeChange[] {
  const [old, fresh] = [codeByFunction(before), codeByFunction(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .toSorted()
    .map((name) => ({ function: name, before: old.get(name) ?? null, after: fresh.get(name) ?? null }))
    .filter(({ before: one, after: other }) => one?.hash !== other?.hash);
}

function codeByFunction(artifacts: readonly Artifact[]): Map<string, NonNullable<CodeChange["after"]>> {
  const zips = artifacts.filter(({ kind }) => kind === "function" || kind === "service");
  return new Map(zips.flatMap(({ functions, hash, sizeBytes }) => functions.map((name) => [name, { hash, sizeBytes }] as const)));
}

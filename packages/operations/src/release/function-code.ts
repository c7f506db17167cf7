import { callerOfVersion } from "@windlass/cloudformation/code-only";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import { WindlassError } from "@windlass/contracts/error";
import type { StoredCode } from "@windlass/contracts/deployment-results";
import type { Artifact, FunctionSummary } from "@windlass/contracts/release";

/** Of a release what says which code its functions run. */
export type CodeOfRelease = { number: number; template: string; artifacts: readonly Artifact[]; functions: readonly FunctionSummary[] };

/** Where the release keeps a function's zip; null for an image, or when it has no such function. */
export function codeOfFunction({ artifacts }: Pick<CodeOfRelease, "artifacts">, name: string): StoredCode | null {
  const artifact = artifacts.find(({ kind, functions }) => kind !== "layer" && kind !== "template" && functions.includes(name));
  return artifact ? { bucket: artifact.bucket, key: artifact.key, hash: artifact.hash } : null;
}

/** The template of a release as JSON. */
export function templateOf({ template }: Pick<CodeOfRelease, "template">): JsonObject {
  const parsed: unknown = JSON.parse(template);
  return isJsonObject(parsed) ? parsed : {};
}

/** One function whose code is put back alone: what it is and where its code is. */
export type FunctionToPutBack = { name: string; functionName: string; logicalId: string; code: StoredCode };

/**
 * A function's code in `target`, for a stage that runs `current`. Throws `invalid_request` where one of the two has no such
 * function, where its code is an image, and where callers run a version or an alias: changing the code moves neither.
 */
export function functionToPutBack({ current, target }: { current: CodeOfRelease; target: CodeOfRelease }, name: string): FunctionToPutBack {
  const found = current.functions.find((one) => one.name === name);
  if (!found) throw refused(`Release ${current.number}, which the stage runs, has no function ${name}.`, `Its functions are ${current.functions.map((one) => one.name).join(", ")}.`);
  const code = codeOfFunction(target, name);
  if (!code) throw refused(`Release ${target.number} has no zip of a function ${name}.`, "Roll back the whole release instead.");
  const caller = callerOfVersion(templateOf(current), found.logicalId);
  if (caller !== null) throw refused(`${caller} calls a version of ${name}, which new code does not change.`, "Roll back the whole release instead.");
  return { name, functionName: found.functionName, logicalId: found.logicalId, code };
}

function refused(message: string, hint: string): WindlassError {
  return new WindlassError("invalid_request", message, { hint });
}

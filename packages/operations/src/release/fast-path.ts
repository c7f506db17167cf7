import { findCodeOnlyChange } from "@windlass/cloudformation/code-only";
import { isEqual } from "@windlass/cloudformation/value-diff";
import type { StoredCode } from "@windlass/contracts/deployment-results";
import type { StageSettings } from "@windlass/contracts/stage-settings";
import type { StackSettings } from "@windlass/contracts/release";
import type { SwappedFunction } from "../stage/read-swapped-functions.js";
import { codeOfFunction, templateOf, type CodeOfRelease } from "./function-code.js";

/** A function whose code a roll-back changes before CloudFormation does, and what it runs until then. */
export type FastFunction = { name: string; functionName: string; logicalId: string; code: StoredCode; before: StoredCode };
export type FastPath = { possible: true; functions: FastFunction[] } | { possible: false; reason: string };

type Comparable = CodeOfRelease & { stackName: string; stackTags: Record<string, string>; stackSettings: StackSettings; capabilities: readonly string[] };
export type FastPathInput = {
  current: Comparable;
  target: Comparable;
  /** Functions that run neither release's code but that of a third one. */
  swapped: readonly SwappedFunction[];
  stage: { status: string; settings: StageSettings };
};

/**
 * Whether a roll-back from `current` to `target` may change functions' code at once and let the stack follow, and of which
 * functions; else why not. Decided from what is stored alone.
 */
export function findFastPath({ current, target, swapped, stage }: FastPathInput): FastPath {
  if (stage.status !== "live") return no("The stage's last deployment did not end well, so what runs may not be what is recorded.");
  if (stage.settings.canary !== null) return no("The stage shifts traffic between versions.");
  const stackOf = ({ stackName, stackTags, stackSettings, capabilities }: Comparable) => ({ stackName, stackTags, stackSettings, capabilities: [...capabilities] });
  if (!isEqual(stackOf(current), stackOf(target))) return no("The stack's tags or settings differ.");
  const change = findCodeOnlyChange(templateOf(current), templateOf(target));
  if (!change.possible) return change;
  const functions: FastFunction[] = [];
  for (const { name, functionName, logicalId } of target.functions) {
    const moved = change.functions.some((one) => one.logicalId === logicalId);
    const other = swapped.find((one) => one.name === name);
    if (!moved && !other) continue;
    const [code, before] = [codeOfFunction(target, name), other?.code ?? codeOfFunction(current, name)];
    if (code && before && code.hash !== before.hash) functions.push({ name, functionName, logicalId, code, before });
  }
  const unknown = change.functions.find(({ logicalId }) => !target.functions.some((one) => one.logicalId === logicalId));
  if (unknown) return no(`${unknown.logicalId} is not one of the service's functions.`);
  return functions.length === 0 ? no("No function's code differs.") : { possible: true, functions };
}

function no(reason: string): FastPath {
  return { possible: false, reason };
}

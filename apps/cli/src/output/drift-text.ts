import type { DriftCheck, DriftResult } from "@windlass/contracts/drift";
import { plainText } from "./plain-text.js";
import { formatTable } from "./table.js";

/** What a check found, for people. */
export function driftText(check: DriftCheck | null, { service, stage }: { service: string; stage: string }): string {
  if (check === null) return `${service}/${stage} was not checked yet.\nNext: windlass drift ${service} ${stage} --wait`;
  if (check.error !== null) return `The check of ${check.createdAt} failed: ${plainText(check.error.message)}\n${plainText(check.error.hint)}`;
  if (check.result === null) return `The check of ${check.createdAt} is ${check.state}.`;
  return [summary(check.result, check.finishedAt), differences(check.result), notCheckable(check.result)].filter((part) => part !== "").join("\n\n");
}

function summary({ functions, resources, release }: DriftResult, finishedAt: string | null): string {
  return `${functions.verified} of ${functions.total} functions verified at ${finishedAt ?? ""} against release ${release}; ${resources.verified} of ${resources.total} other resources by CloudFormation.`;
}

function differences({ differences: found }: DriftResult): string {
  if (found.length === 0) return "";
  const rows = found.map(({ name, aspect, property, expected, actual, accepted }) => [
    plainText(name),
    [aspect.replaceAll("_", " "), property === null ? "" : plainText(property)].filter(Boolean).join(" "),
    plainText(expected ?? "-"),
    plainText(actual ?? "-"),
    accepted ? "accepted" : "",
  ]);
  return formatTable([["RESOURCE", "WHAT", "RELEASE", "AWS", ""], ...rows]);
}

function notCheckable({ notCheckable: found }: DriftResult): string {
  if (found.length === 0) return "";
  return `Not checkable:\n${formatTable(found.map(({ logicalId, resourceType, reason }) => [`  ${logicalId}`, resourceType, plainText(reason)]))}`;
}

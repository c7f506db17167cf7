import type { ResourceChange } from "@windlass/contracts/plan";
import type { RollbackPreview } from "@windlass/contracts/rollback";
import { plainText } from "./plain-text.js";
import { formatFields, formatTable } from "./table.js";

const signs = { add: "+", change: "~", replace: "±", remove: "-", import: "<" } as const satisfies Record<ResourceChange["action"], string>;

/** What a roll-back would do, for people. */
export function rollbackPreviewText(preview: RollbackPreview): string {
  const { target, current, fast, functions, resources, counts } = preview;
  const head = formatFields({
    "roll back to": `#${target.number}${target.release === null ? "" : ` (release ${target.release})`}`,
    "runs now": current === null ? undefined : `#${current.number}${current.release === null ? "" : ` (release ${current.release})`}`,
    commit: target.commit === null ? undefined : plainText(`${target.commit.sha.slice(0, 10)} ${target.commit.message.split("\n")[0] ?? ""}`),
    how: fast.possible ? "only code differs: functions get it at once, the stack follows" : `by CloudFormation: ${fast.reason ?? ""}`,
    changes: `${counts.added} added, ${counts.changed} changed, ${counts.replaced} replaced, ${counts.removed} removed`,
    artifacts: artifactText(preview.artifacts),
    parameters: preview.parameters.known ? (preview.parameters.different.length === 0 ? "as the release was built with" : undefined) : "not known for this release",
  });
  const sections: [string, string[][]][] = [
    ["missing from the bucket", preview.artifacts.missing.map(({ name, kind, key }) => [name, kind, key])],
    ["code", functions.map(({ name, before, after }) => [name, before?.hash.slice(0, 12) ?? "-", "->", after?.hash.slice(0, 12) ?? "-"])],
    ["resources", resources.map(resourceRow)],
    ["policies that would fail now", preview.policies.failing.map(({ rule, level, logicalId, message }) => [rule, level, logicalId ?? "", message])],
    ["rules not checked then", preview.policies.unchecked.map((rule) => [rule])],
    ["parameters that differ; the values of then come back", preview.parameters.different.map(({ name, secret, change, releaseVersion, currentVersion }) => [name, secret ? "secret" : "", change, `${releaseVersion ?? "-"} -> ${currentVersion ?? "-"}`])],
  ];
  const texts = sections
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `${title}\n${formatTable(rows.map(([first = "", ...rest]) => [`  ${first}`, ...rest].map(plainText)))}`);
  return [head, ...texts].join("\n\n");
}

function artifactText({ total, missing, problem }: RollbackPreview["artifacts"]): string {
  if (problem !== null) return `could not be asked for: ${plainText(problem)}`;
  return missing.length === 0 ? `all ${total} in the bucket` : `${missing.length} of ${total} missing: this release cannot be put back`;
}

function resourceRow({ action, logicalId, resourceType, properties }: ResourceChange): string[] {
  return [`${signs[action]} ${logicalId}`, resourceType, properties.map(({ path }) => path).join(", ")];
}

import type { Stage, StageSummary } from "@windlass/contracts/stage";
import { plainText } from "./plain-text.js";
import { formatFields, formatTable, tableOr } from "./table.js";
import { formatAge } from "./time.js";

/** The stages of a service for people. */
export function stagesTable(service: string, stages: readonly StageSummary[]): string {
  return tableOr(
    `No stages yet. Create one with: windlass stages create ${service} dev --account sandbox --region us-east-1`,
    ["STAGE", "ACCOUNT", "REGION", "BRANCH", "STATUS", "RELEASE", "LAST DEPLOYMENT"],
    stages.map((stage) => [
      stage.name,
      stage.account,
      stage.region,
      `${stage.branch ?? ""}${stage.autoDeploy ? " (auto)" : ""}`,
      stage.status,
      stage.release === null ? "" : `#${stage.release}`,
      stage.lastDeployment === null ? "" : `#${stage.lastDeployment.number} ${stage.lastDeployment.state}, ${formatAge(stage.lastDeployment.createdAt)}`,
    ]),
  );
}

/** A stage with what it runs now, for people. */
export function stageText(stage: Stage): string {
  const commit = stage.currentDeployment?.commit;
  const head = formatFields({
    stage: `${stage.service}/${stage.name}`,
    status: stage.status,
    held: stage.hold === null ? undefined : plainText(stage.hold.message),
    account: `${stage.account} (${stage.region})`,
    branch: stage.branch === null ? undefined : `${stage.branch}${stage.autoDeploy ? ", deployed on push" : ""}`,
    "next scheduled": stage.nextScheduledAt ?? undefined,
    stack: stage.stackName ?? undefined,
    release: stage.release === null ? undefined : `#${stage.release}`,
    commit: commit ? plainText(`${commit.sha.slice(0, 10)} ${commit.message.split("\n")[0] ?? ""}`) : undefined,
    "rollback to": stage.rollbackTarget === null ? undefined : `#${stage.rollbackTarget}`,
  });
  const sections: [string, string[][]][] = [
    ["functions", stage.functions.map((item) => [item.functionName, item.runtime ?? "", item.events.join(", ")])],
    ["functions with the code of another release", stage.swappedFunctions.map(({ name, release, stackRelease, deployment }) => [name, `code of #${release}, stack of #${stackRelease}`, `see #${deployment}`])],
    ["outputs", stage.outputs.map(({ key, value }) => [key, plainText(value)])],
    ["endpoints", stage.endpoints.map(({ name, url }) => [name, url])],
  ];
  const texts = sections.filter(([, rows]) => rows.length > 0).map(([title, rows]) => `${title}\n${formatTable(rows.map(([first = "", ...rest]) => [`  ${first}`, ...rest]))}`);
  return [head, ...texts].join("\n\n");
}

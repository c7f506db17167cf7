import type { Preview, PreviewSettings } from "@windlass/contracts/preview";
import { idleCostText } from "@windlass/contracts/preview-text";
import { pullLabel, pullWords, sharedPullWords } from "@windlass/contracts/pull-words";
import { plainText } from "./plain-text.js";
import { formatFields, formatTable, tableOr } from "./table.js";
import { formatAge } from "./time.js";

/** Previews for people, in the word of the host that they are on, or of GitHub where they are on several. */
export function previewsTable(previews: readonly Preview[]): string {
  return tableOr(
    "No previews. Switch them on with: windlass previews settings SERVICE --on --base-stage STAGE",
    ["SERVICE", sharedPullWords(previews.map(({ pullRequest }) => pullRequest.host)).one.toUpperCase(), "STATE", "USED", "EXPIRES", "URL"],
    previews.map(({ service, pullRequest, state, lastUsedAt, expiresAt, pinned, url }) => [
      service,
      `${pullLabel(pullRequest.host, pullRequest.number)} ${plainText(pullRequest.title).slice(0, 40)}`,
      state,
      formatAge(lastUsedAt),
      pinned === null ? (expiresAt?.slice(0, 16) ?? "") : "pinned",
      url ?? "",
    ]),
  );
}

/** One preview with what it waits for, what it costs and what is left of it. */
export function previewText(preview: Preview): string {
  const { pullRequest, approval, cost, removal, buildFiles, pinned } = preview;
  const head = formatFields({
    [pullWords(pullRequest.host).one]: `${pullLabel(pullRequest.host, pullRequest.number)} ${plainText(pullRequest.title)}`,
    author: pullRequest.author === null ? undefined : plainText(pullRequest.author),
    from: plainText(`${pullRequest.headRepository ?? "a fork that is gone"} ${pullRequest.headRef}`),
    commit: preview.sha,
    gets: preview.gives === "plan" ? "a plan" : undefined,
    deployment: preview.deployment === null || preview.stage === null ? undefined : `${preview.stage} #${preview.deployment.number} ${preview.deployment.state}`,
    state: `${preview.state} (${preview.reason})`,
    why: preview.message === "" ? undefined : plainText(preview.message),
    url: preview.url ?? undefined,
    approved: approval === null ? undefined : `${approval.sha.slice(0, 12)} by ${plainText(approval.by)}, ${formatAge(approval.at)}`,
    used: formatAge(preview.lastUsedAt),
    expires: pinned === null ? (preview.expiresAt ?? undefined) : `never: pinned by ${plainText(pinned.by)}`,
    cost: cost === null ? undefined : `${idleCostText(cost)}; requests are not counted`,
    removal: removal.attempts === 0 ? undefined : `tried ${removal.attempts} times${removal.nextAttemptAt === null ? "" : `, again at ${removal.nextAttemptAt}`}`,
  });
  const changed = buildFiles.map(({ path, why, status, additions, deletions }) => [`  ${plainText(path)}`, why, status, `+${additions} -${deletions}`]);
  const left = removal.leftovers.map(({ kind, name, state }) => [`  ${plainText(name)}`, kind, state]);
  return [head, ...(changed.length === 0 ? [] : [`what it changes that runs while it is built\n${formatTable(changed)}`]), ...(left.length === 0 ? [] : [`left in AWS\n${formatTable(left)}`])].join("\n\n");
}

/** What a service says of previews. `host`: its repository's provider. */
export function previewSettingsText(settings: PreviewSettings, host: string): string {
  return formatFields({
    previews: settings.enabled ? "on" : "off",
    "base stage": settings.baseStage ?? "none",
    [`${pullWords(host).many} get`]: settings.gives === "plan" ? "a plan for the base stage" : "a stage of their own",
    account: settings.account ?? "the base stage's",
    region: settings.region ?? "the base stage's",
    branches: settings.branches.join(" ") || "the default branch",
    labels: settings.labels.join(" ") || "none needed",
    drafts: settings.drafts ? "too" : "no",
    paths: settings.paths.join(" ") || "the service's root directory",
    authors: `those with ${settings.permission} permission; others wait for approval`,
    parameters: `${settings.parameters.join(" ") || "none"}${settings.secrets ? ", secrets too" : ", no secrets"}`,
    limit: String(settings.limit),
    "time to live": `${settings.ttlHours} h after the last use`,
  });
}

import type { Preview } from "@windlass/contracts/preview";
import { idleCostText } from "@windlass/contracts/preview-text";
import { pullLabel } from "@windlass/contracts/pull-words";
import { GitFork, Pin } from "lucide-react";
import { useMay } from "../../queries/me.js";
import { Chip, Dot, Mono } from "../../ui/chip.js";
import { ExternalLink, TextLink } from "../../ui/link.js";
import { Prose } from "../../ui/prose.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { ApproveDialog } from "./approve-dialog.js";
import { Leftovers } from "./leftovers.js";
import { PreviewActions } from "./preview-actions.js";
import { previewStateLook } from "./preview-look.js";

/** Pull requests that have an environment, wait for one, or leave something behind. */
export function PreviewList({ previews }: { previews: readonly Preview[] }) {
  return (
    <ul aria-label="Previews" className="divide-y divide-line rounded-lg border border-line bg-surface shadow-raised">
      {previews.map((preview) => (
        <PreviewRow key={preview.id} preview={preview} />
      ))}
    </ul>
  );
}

function PreviewRow({ preview }: { preview: Preview }) {
  const { pullRequest, service, state, message, url, removal } = preview;
  const look = previewStateLook[state];
  const mayDeploy = useMay("deployment:create");
  return (
    <li data-row tabIndex={-1} data-state={state} aria-label={`${service} ${pullLabel(pullRequest.host, pullRequest.number)}`} className="grid gap-x-5 gap-y-2 px-4 py-3.5 lg:grid-cols-[11rem_minmax(0,1fr)_auto]">
      <span>
        <Chip tone={look.tone}>
          <Dot tone={look.tone} pulse={state === "removing"} />
          {look.label}
        </Chip>
      </span>
      <div className="min-w-0 space-y-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{service}</span>
          <ExternalLink href={pullRequest.url} className="min-w-0 break-words">{`${pullLabel(pullRequest.host, pullRequest.number)} ${pullRequest.title}`}</ExternalLink>
        </p>
        {url !== null && (
          <p className="break-all">
            <ExternalLink href={url}>{url}</ExternalLink>
          </p>
        )}
        {message !== "" && (
          <p className="text-ink-soft">
            <Prose text={message} />
          </p>
        )}
        <Facts preview={preview} />
        {removal.leftovers.length > 0 && <Leftovers preview={preview} />}
      </div>
      {mayDeploy && (
        <div className="flex flex-wrap items-start gap-2 lg:justify-end">
          {state === "awaiting_approval" && <ApproveDialog preview={preview} />}
          <PreviewActions preview={preview} />
        </div>
      )}
    </li>
  );
}

function Facts({ preview }: { preview: Preview }) {
  const { pullRequest, service, gives, stage, deployment, sha, lastUsedAt, createdAt, expiresAt, pinned, cost } = preview;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-note text-ink-faint">
      <Mono>{sha.slice(0, 12)}</Mono>
      {pullRequest.author !== null && <span>by {pullRequest.author}</span>}
      {pullRequest.isFork && (
        <span className="inline-flex items-center gap-1">
          <GitFork aria-hidden className="size-3.5" />
          from a fork
        </span>
      )}
      {stage !== null && deployment !== null && (
        <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number: deployment.number }}>
          {`${gives === "plan" ? "plan for " : ""}${stage} #${deployment.number} ${deployment.state.replaceAll("_", " ")}`}
        </TextLink>
      )}
      <span>
        made <RelativeTime at={createdAt} />
      </span>
      <span>
        used <RelativeTime at={lastUsedAt} />
      </span>
      {expiresAt !== null && (
        <span>
          expires <RelativeTime at={expiresAt} />
        </span>
      )}
      {pinned !== null && (
        <span className="inline-flex items-center gap-1">
          <Pin aria-hidden className="size-3.5" />
          pinned by {pinned.by}
        </span>
      )}
      {cost !== null && (
        <span title={["By the list prices of us-east-1. Requests, traffic and stored data are not counted.", ...cost.items.map(({ logicalId, what, perDay }) => `${logicalId}: ${what}, $${perDay}`)].join("\n")}>
          {`${idleCostText(cost)}; requests not counted`}
        </span>
      )}
    </p>
  );
}

import { useMutation } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import type { DeploymentSummary, RollbackPreview } from "@windlass/contracts/deployment";
import { ArrowDown, RotateCcw } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { cn } from "../../ui/cn.js";
import { ButtonLink, PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { newIdempotencyKey } from "./idempotency-key.js";
import { useWatchDeployment } from "./use-deploy.js";

/** Shows what a roll-back would put back, and asks once. */
export function RollbackPanel({ address, preview }: { address: StageAddress; preview: RollbackPreview }) {
  const watch = useWatchDeployment();
  const mutation = useMutation({
    mutationFn: () => api.deployments.rollBack(address, { to: preview.target.number }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: watch,
  });
  return (
    <>
      <PageHeader
        title={`Roll back ${address.service} / ${address.stage} to ${preview.target.number}?`}
        description="Puts back the template and the code of that release exactly as they were built. Data in tables and buckets is not rolled back."
      />
      <Card className="mb-4">
        {preview.current !== null && <ReleaseRow label="Now" deployment={preview.current} />}
        <div className="flex items-center gap-3 px-5 text-ink-faint">
          <span className="h-px flex-1 bg-line" />
          <ArrowDown aria-hidden className="size-4" />
          <span className="h-px flex-1 bg-line" />
        </div>
        <ReleaseRow label="Back to" deployment={preview.target} strong />
      </Card>
      <Card className="mb-6 p-5">
        <h2 className="mb-3 text-heading font-semibold">What it will change</h2>
        <Changes preview={preview} />
      </Card>
      {mutation.error !== null && <Problem problem={problemOf(mutation.error)} className="mb-4" />}
      <div className="flex flex-wrap gap-2.5">
        <Button tone="primary" busy={mutation.isPending} onClick={() => mutation.mutate()}>
          <RotateCcw aria-hidden />
          {`Roll back to ${preview.target.number}`}
        </Button>
        <ButtonLink to="/services/$service/stages/$stage" params={address}>
          Keep what runs now
        </ButtonLink>
      </div>
    </>
  );
}

function ReleaseRow({ label, deployment, strong = false }: { label: string; deployment: DeploymentSummary; strong?: boolean }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-4">
      <span className="w-16 shrink-0 text-note text-ink-faint">{label}</span>
      <span className="min-w-0 flex-1 basis-60">
        <PlainLink
          to="/services/$service/stages/$stage/deployments/$number"
          params={{ service: deployment.service, stage: deployment.stage, number: deployment.number }}
          className={cn("font-medium", strong && "text-accent")}
        >
          {`Release ${deployment.release ?? deployment.number}`}
        </PlainLink>
        {deployment.commit !== null && (
          <span className="mt-0.5 flex min-w-0 gap-2 text-ink-soft">
            <Mono className="text-ink-faint">{deployment.commit.sha.slice(0, 7)}</Mono>
            <span className="truncate">{deployment.commit.message.split("\n", 1)[0]}</span>
          </span>
        )}
      </span>
      <RelativeTime at={deployment.finishedAt ?? deployment.createdAt} className="text-note text-ink-faint" />
    </div>
  );
}

function Changes({ preview: { functionsChanged, resources } }: { preview: RollbackPreview }) {
  const groups = [
    { title: "Code of functions", names: functionsChanged, color: "text-run" },
    { title: "Resources removed", names: resources.removed, color: "text-bad" },
    { title: "Resources changed", names: resources.changed, color: "text-run" },
    { title: "Resources added", names: resources.added, color: "text-good" },
  ].filter((group) => group.names.length > 0);
  if (groups.length === 0) return <p className="text-ink-soft">Nothing: both releases have the same template and the same code.</p>;
  return (
    <dl className="space-y-3">
      {groups.map((group) => (
        <div key={group.title} className="sm:grid sm:grid-cols-[11rem_minmax(0,1fr)] sm:gap-4">
          <dt className={group.color}>{`${group.title} (${group.names.length})`}</dt>
          <dd className="flex flex-wrap gap-x-3 gap-y-0.5">
            {group.names.map((name) => (
              <Mono key={name} className="min-w-0 break-all">{name}</Mono>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

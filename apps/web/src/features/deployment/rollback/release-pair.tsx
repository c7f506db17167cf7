import type { DeploymentSummary } from "@windlass/contracts/deployment";
import type { RollbackPreview } from "@windlass/contracts/rollback";
import { ArrowDown } from "lucide-react";
import { Card } from "../../../ui/card.js";
import { Mono } from "../../../ui/chip.js";
import { cn } from "../../../ui/cn.js";
import { PlainLink } from "../../../ui/link.js";
import { RelativeTime } from "../../../ui/relative-time.js";

/** The release that runs and the one that comes back. */
export function ReleasePair({ preview }: { preview: RollbackPreview }) {
  return (
    <Card className="mb-4">
      {preview.current !== null && <ReleaseRow label="Now" deployment={preview.current} />}
      <div className="flex items-center gap-3 px-5 text-ink-faint">
        <span className="h-px flex-1 bg-line" />
        <ArrowDown aria-hidden className="size-4" />
        <span className="h-px flex-1 bg-line" />
      </div>
      <ReleaseRow label="Back to" deployment={preview.target} strong />
    </Card>
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

import { deliveryProviderNames, deliveryProviders } from "@windlass/contracts/delivery";
import type { Deployment } from "@windlass/contracts/deployment";
import { changedText } from "@windlass/contracts/upload";
import type { ReactNode } from "react";
import { Breadcrumbs } from "../../../ui/breadcrumbs.js";
import { ChangeBar } from "../../../ui/change-bar.js";
import { Duration } from "../../../ui/duration.js";
import { PlainLink, TextLink } from "../../../ui/link.js";
import { pushedText } from "../../../ui/pushed-text.js";
import { refText } from "../../../ui/ref-text.js";
import { RelativeTime } from "../../../ui/relative-time.js";
import { DeploymentStateChip } from "../../../ui/state-chip.js";
import { deploymentKindLabel } from "../../../ui/state-tone.js";
import type { LiveDeployment } from "../live-deployment.js";
import { CommitLink } from "./commit-link.js";
import { DeploymentActions } from "./deployment-actions.js";

/** The head of the page: where it belongs, its state, who asked for it, what it deploys, how long it took, and what can be done. */
export function DeploymentHeader({ deployment, live }: { deployment: Deployment; live: LiveDeployment }) {
  const { service, stage, number } = deployment;
  return (
    <header className="mb-6">
      <Breadcrumbs>
        <PlainLink to="/services/$service" params={{ service }}>
          {service}
        </PlainLink>
        <PlainLink to="/services/$service/stages/$stage" params={{ service, stage }}>
          {stage}
        </PlainLink>
        <span>{`#${number}`}</span>
      </Breadcrumbs>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-title font-semibold tracking-tight">{`${deploymentKindLabel[deployment.kind]} #${number}`}</h1>
          <span role="status" aria-label="State">
            <DeploymentStateChip state={live.state} skipped={live.error?.code === "dependency_failed"} />
          </span>
        </div>
        <DeploymentActions deployment={deployment} state={live.state} />
      </div>
      <dl className="mt-4 flex flex-wrap gap-x-10 gap-y-3 max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4">
        <Fact name={deployment.kind === "deploy" || deployment.kind === "preview" ? "Commit" : "Release"} wide>
          <What deployment={deployment} />
        </Fact>
        <Fact name="Asked for">
          <Who deployment={deployment} />
        </Fact>
        <Fact name="Started">{live.startedAt === null ? "not yet" : <RelativeTime at={live.startedAt} />}</Fact>
        <Fact name="Finished">{live.finishedAt === null ? "not yet" : <RelativeTime at={live.finishedAt} />}</Fact>
        <Fact name="Duration">
          {live.startedAt === null && live.durationMs === null ? "–" : <Duration ms={live.durationMs} since={live.startedAt} />}
        </Fact>
        {deployment.group !== null && (
          <Fact name="Together with">
            <TextLink to="/groups/$id" params={{ id: deployment.group.id }}>
              {`Its group, wave ${deployment.group.wave}`}
            </TextLink>
          </Fact>
        )}
        <Fact name="Changes">
          <ChangeBar counts={deployment.planCounts} />
        </Fact>
      </dl>
    </header>
  );
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? "min-w-0 max-sm:col-span-2 sm:max-w-96" : "min-w-0"}>
      <dt className="text-note text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function What({ deployment }: { deployment: Deployment }) {
  const { service, stage, number, kind, release, commit, ref, options } = deployment;
  const built = release !== null && release !== number && (
    <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number: release }}>
      {`Release ${release}`}
    </TextLink>
  );
  if (commit !== null || built !== false) {
    return (
      <>
        {built}
        {commit !== null && <CommitLink service={service} commit={commit} />}
        {options.upload !== undefined && (
          <span className="block text-note break-words text-ink-soft">{`uploaded by ${options.upload.by}, from the commit + ${changedText(options.upload.changedFiles)}`}</span>
        )}
      </>
    );
  }
  return <span className="text-ink-soft">{kind === "remove" ? "none: the stack is removed" : (ref === null ? "the stage's branch" : refText(ref))}</span>;
}

/** Who asks by a comment is named by the host and its id of them. */
function hostOf({ id }: Deployment["actor"]): string {
  const provider = deliveryProviders.find((known) => id.startsWith(`${known}:`));
  return provider === undefined ? "" : ` on ${deliveryProviderNames[provider]}`;
}

function Who({ deployment: { actor, trigger, ref } }: { deployment: Deployment }) {
  if (trigger === "push") {
    const text = ref === null ? "by a push" : `by a push ${pushedText(ref)}`;
    if (actor.type !== "webhook") return text;
    return (
      <PlainLink to="/deliveries/$id" params={{ id: actor.id }}>
        {text}
      </PlainLink>
    );
  }
  if (trigger === "command") return <span className="break-words">{`by ${actor.label}, in a comment${hostOf(actor)}`}</span>;
  if (trigger === "schedule") return <>by its schedule</>;
  if (actor.type === "system") return <>by Windlass</>;
  return <span className="break-words">{actor.type === "token" ? `by the token ${actor.label}` : `by ${actor.label}`}</span>;
}

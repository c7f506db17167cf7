import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { DeploymentAddress } from "@windlass/client/address";
import type { Deployment } from "@windlass/contracts/deployment";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { Finding } from "@windlass/contracts/finding";
import type { Plan } from "@windlass/contracts/plan";
import type { StepName } from "@windlass/contracts/step";
import type { HistoryView } from "../../live/deployment-history.js";
import { useDeploymentEvents } from "../../live/use-deployment-events.js";
import { deploymentFindingsQuery, deploymentPlanQuery, deploymentQuery } from "../../queries/deployments.js";
import { ChangeBar } from "../../ui/change-bar.js";
import { ApprovalPanel } from "./approval/approval-panel.js";
import { BlockerBox } from "./blocker-box.js";
import { CodeBack } from "./code-back.js";
import type { DeploymentSearch } from "./deployment-search.js";
import { Endpoints, Outputs } from "./endpoints.js";
import { Failure } from "./failure.js";
import { ForgeReportView, reportWord } from "./forge-report.js";
import { FunctionsAlone } from "./functions-alone.js";
import { Gantt } from "./gantt/gantt.js";
import { CanaryView } from "./guards/canary-view.js";
import { canaryLook, reportLook } from "./guards/guard-words.js";
import { GuardsView } from "./guards/guards-view.js";
import { DeploymentHeader } from "./header/deployment-header.js";
import { Leftovers } from "./leftovers.js";
import { liveDeployment, type LiveDeployment } from "./live-deployment.js";
import { LogViewer } from "./log/log-viewer.js";
import { Part, PartLinks, type PagePart } from "./page-parts.js";
import { OutcomeNotes } from "./outcome-notes.js";
import { PlanView } from "./plan/plan-view.js";
import { identicalText, PromotionView } from "./promotion/promotion-view.js";
import { FindingsView } from "./policies/findings-view.js";
import { StepsRail } from "./steps/steps-rail.js";
import { ResourceTimeline } from "./timeline/resource-timeline.js";

/** One deployment: why it ended badly first, then its steps and its log, then what it changes and what the rules said. */
export function DeploymentPage({ address, step }: { address: DeploymentAddress; step: StepName | null }) {
  const { data: deployment } = useSuspenseQuery({ ...deploymentQuery(address), refetchInterval: ({ state }) => unfinishedEveryMs(state.data) });
  const history = useDeploymentEvents(deployment.id);
  const live = liveDeployment(deployment, history);
  const plan = usePlan(deployment);
  const findings = useFindings(deployment, live);
  const failedStep = live.steps.find((each) => each.state === "failed")?.name ?? null;
  const parts = partsOf({ deployment, history, plan, findings });
  // Where somebody has to read the plan now, it comes before the log of how it was made.
  const planFirst = live.state === "awaiting_approval" || (deployment.kind === "preview" && live.state === "succeeded");
  const planPart = parts.plan !== null && plan !== null && (
    <Part {...parts.plan}>
      <PlanView plan={plan} />
    </Part>
  );
  return (
    <>
      <DeploymentHeader deployment={deployment} live={live} />
      {live.error !== null && <Failure deployment={deployment} error={live.error} step={failedStep} findings={findings ?? []} />}
      <OutcomeNotes deployment={deployment} />
      {asksForApproval(live) && <ApprovalPanel deployment={deployment} waiting={live.state === "awaiting_approval"} />}
      {!isTerminal(live.state) && <BlockerBox deployment={deployment} />}
      <CodeBack deployment={deployment} state={live.state} />
      {deployment.endpoints.length > 0 && <Endpoints endpoints={deployment.endpoints} />}
      <div className="grid grid-cols-1 gap-x-6 gap-y-8 lg:grid-cols-[13.5rem_minmax(0,1fr)] lg:items-start">
        <div className="min-w-0 lg:sticky lg:top-8">
          <StepsRail steps={live.steps} selected={step} />
          <PartLinks parts={Object.values(parts).filter((part) => part !== null)} />
        </div>
        <div className="grid min-w-0 gap-9">
          {planFirst && planPart}
          <WatchParts deployment={deployment} live={live} parts={parts} />
          <Log deployment={deployment} history={history} step={step} active={!isTerminal(live.state)} />
          <CodeParts deployment={deployment} parts={parts} />
          {!planFirst && planPart}
          {parts.resources !== null && (
            <Part {...parts.resources}>
              <ResourceTimeline history={history} />
            </Part>
          )}
          <Part {...parts.time}>
            <Gantt deployment={deployment} live={live} />
          </Part>
          {parts.policies !== null && <Part {...parts.policies}>{findings !== null && <FindingsView findings={findings} release={deployment} />}</Part>}
          <LeftParts deployment={deployment} parts={parts} />
        </div>
      </div>
    </>
  );
}

type PartsProps = { deployment: Deployment; parts: ReturnType<typeof partsOf> };

/** What watches the release: the shares of a canary, and the guards. */
function WatchParts({ deployment, live, parts }: PartsProps & { live: LiveDeployment }) {
  const { canary, guards } = deployment;
  return (
    <>
      {parts.canary !== null && canary !== null && (
        <Part {...parts.canary}>
          <CanaryView canary={canary} />
        </Part>
      )}
      {parts.guards !== null && guards !== null && (
        <Part {...parts.guards}>
          <GuardsView report={guards} bakes={guards.state === "watching" && live.state === "verifying"} />
        </Part>
      )}
    </>
  );
}

/** Code that came another way than by the stack: from another stage, or alone. */
function CodeParts({ deployment, parts }: PartsProps) {
  return (
    <>
      {parts.promotion !== null && deployment.results.promotion !== undefined && (
        <Part {...parts.promotion}>
          <PromotionView service={deployment.service} promotion={deployment.results.promotion} />
        </Part>
      )}
      {parts.functions !== null && deployment.results.functions !== undefined && (
        <Part {...parts.functions}>
          <FunctionsAlone result={deployment.results.functions} />
        </Part>
      )}
    </>
  );
}

/** What a deployment leaves: what is still there after a removal, the stack's outputs, and what GitHub was told. */
function LeftParts({ deployment, parts }: PartsProps) {
  return (
    <>
      {parts.removal !== null && deployment.results.removal !== undefined && (
        <Part {...parts.removal}>
          <Leftovers removal={deployment.results.removal} />
        </Part>
      )}
      {parts.outputs !== null && (
        <Part {...parts.outputs}>
          <Outputs outputs={deployment.outputs} />
        </Part>
      )}
      {parts.report !== null && deployment.report !== null && (
        <Part {...parts.report}>
          <ForgeReportView deployment={deployment} report={deployment.report} />
        </Part>
      )}
    </>
  );
}

/** Whether people were asked, or had their say before it ended. */
function asksForApproval({ state, steps }: LiveDeployment): boolean {
  return state === "awaiting_approval" || steps.some((step) => step.name === "approve" && step.state !== "pending" && step.state !== "skipped");
}

/** What the socket tells is a hint that may get lost: a deployment that goes on is read again now and then, whatever it tells. */
function unfinishedEveryMs(deployment: Deployment | undefined): number | false {
  return deployment !== undefined && isTerminal(deployment.state) ? false : 5_000;
}

function usePlan(deployment: Deployment): Plan | null {
  const { data } = useQuery({ ...deploymentPlanQuery(deployment, deployment.id), enabled: deployment.planCounts !== null });
  return data ?? null;
}

function useFindings(deployment: Deployment, live: LiveDeployment): Finding[] | null {
  const checked = live.steps.some(({ name, state }) => name === "check" && (state === "succeeded" || state === "failed"));
  const { data } = useQuery({ ...deploymentFindingsQuery(deployment, deployment.id), enabled: checked });
  return data ?? null;
}

interface PartsInput {
  deployment: Deployment;
  history: HistoryView;
  plan: Plan | null;
  findings: readonly Finding[] | null;
}

/** The parts of the page below the log, null where there is nothing to show yet. */
function partsOf({ deployment, history, plan, findings }: PartsInput) {
  const failed = findings?.filter(({ outcome, level }) => outcome === "fail" && level !== "off").length ?? 0;
  const own = history.stack.filter(({ event }) => event.logicalId !== event.stackName);
  const resources = new Set(own.map(({ event }) => `${event.stackName}/${event.logicalId}`)).size;
  const { promotion, functions } = deployment.results;
  return {
    promotion: promotion === undefined ? null : { id: "promotion", title: `Promoted from ${promotion.stage} #${promotion.number}`, note: identicalText(promotion.artifacts) },
    functions: functions === undefined ? null : { id: "functions", title: "Functions", note: functions.functions.length },
    canary: deployment.canary === null ? null : { id: "canary", title: "Canary", note: canaryLook[deployment.canary.state].label },
    guards: deployment.guards === null || deployment.guards.guards.length === 0 ? null : { id: "guards", title: "Guards", note: reportLook[deployment.guards.state].label },
    plan: plan === null ? null : { id: "plan", title: "Plan", note: <ChangeBar counts={plan.counts} /> },
    resources: resources === 0 ? null : { id: "resources", title: "Resources", note: resources },
    time: { id: "time", title: "Where the time went" },
    policies: findings === null ? null : { id: "policies", title: "Policies", note: failed === 0 ? "all passed" : `${failed} failed` },
    removal: removalPart(deployment),
    report: deployment.report === null ? null : { id: "github", title: "What the host shows", note: reportWord(deployment.report) },
    outputs: deployment.outputs.length === 0 ? null : { id: "outputs", title: "Outputs", note: deployment.outputs.length },
  } satisfies Record<string, PagePart | null>;
}

function removalPart({ results: { removal } }: Deployment): PagePart | null {
  if (removal === undefined) return null;
  const left = removal.items.filter(({ state }) => state === "left").length;
  return { id: "removal", title: "Checked afterwards", note: left === 0 ? "nothing left" : `${left} left` };
}

function Log({ deployment, history, step, active }: { deployment: Deployment; history: HistoryView; step: StepName | null; active: boolean }) {
  const navigate = useNavigate();
  const showAllSteps = () =>
    void navigate({ to: ".", search: (before: DeploymentSearch) => ({ ...before, step: undefined }), replace: true, resetScroll: false });
  return (
    <div id="log" className="min-w-0 scroll-mt-20 lg:scroll-mt-6">
      <h2 className="sr-only">Log</h2>
      <LogViewer key={deployment.id} deployment={deployment} history={history} step={step} onAllSteps={showAllSteps} startFollowing={active} />
    </div>
  );
}

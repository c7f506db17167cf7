import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { DeploymentAddress } from "@windlass/client/address";
import type { Deployment } from "@windlass/contracts/deployment";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { Step, StepName } from "@windlass/contracts/step";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { HistoryView } from "../../live/deployment-history.js";
import { useDeploymentEvents } from "../../live/use-deployment-events.js";
import { deploymentFindingsQuery, deploymentPlanQuery, deploymentQuery } from "../../queries/deployments.js";
import { Section } from "../../ui/card.js";
import { ChangeBar } from "../../ui/change-bar.js";
import { BlockerBox } from "./blocker-box.js";
import type { DeploymentSearch } from "./deployment-search.js";
import { Endpoints, Outputs } from "./endpoints.js";
import { Failure } from "./failure.js";
import { DeploymentHeader } from "./header/deployment-header.js";
import { liveDeployment } from "./live-deployment.js";
import { LogViewer } from "./log/log-viewer.js";
import { PlanView } from "./plan/plan-view.js";
import { FindingsView } from "./policies/findings-view.js";
import { StepsRail } from "./steps/steps-rail.js";
import { ResourceTimeline } from "./timeline/resource-timeline.js";

/** One deployment: why it ended badly first, then its steps and its log, then what it changes and what the rules said. */
export function DeploymentPage({ address, step }: { address: DeploymentAddress; step: StepName | null }) {
  const { data: deployment } = useSuspenseQuery(deploymentQuery(address));
  const history = useDeploymentEvents(deployment.id);
  const live = liveDeployment(deployment, history);
  const failedStep = live.steps.find((each) => each.state === "failed")?.name ?? null;
  return (
    <>
      <DeploymentHeader deployment={deployment} live={live} />
      {live.error !== null && <Failure error={live.error} step={failedStep} />}
      {live.state === "queued" && <BlockerBox deployment={deployment} />}
      {deployment.endpoints.length > 0 && <Endpoints endpoints={deployment.endpoints} />}
      <div className="grid gap-x-6 gap-y-8 lg:grid-cols-[13.5rem_minmax(0,1fr)] lg:items-start">
        <div className="min-w-0 lg:sticky lg:top-8">
          <StepsRail steps={live.steps} selected={step} />
        </div>
        <div className="grid min-w-0 gap-9">
          <Log deployment={deployment} history={history} step={step} active={!isTerminal(live.state)} />
          <PlanSection deployment={deployment} />
          <ResourcesSection history={history} />
          <PoliciesSection deployment={deployment} steps={live.steps} />
          {deployment.outputs.length > 0 && (
            <Part id="outputs" title="Outputs">
              <Outputs outputs={deployment.outputs} />
            </Part>
          )}
        </div>
      </div>
    </>
  );
}

/** A part of the page that has an address of its own. */
function Part({ id, title, actions, children }: { id: string; title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div id={id} className="min-w-0 scroll-mt-20 lg:scroll-mt-6">
      <Section title={title} actions={actions}>
        {children}
      </Section>
    </div>
  );
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

function PlanSection({ deployment }: { deployment: Deployment }) {
  const planned = deployment.planCounts !== null;
  const plan = useQuery({ ...deploymentPlanQuery(deployment, deployment.id), enabled: planned });
  if (!planned || plan.data === undefined || plan.data === null) return null;
  return (
    <Part id="plan" title="Plan" actions={<ChangeBar counts={plan.data.counts} />}>
      <PlanView plan={plan.data} />
    </Part>
  );
}

function ResourcesSection({ history }: { history: HistoryView }) {
  if (history.stack.length === 0) return null;
  return (
    <Part id="resources" title="Resources">
      <ResourceTimeline history={history} />
    </Part>
  );
}

function PoliciesSection({ deployment, steps }: { deployment: Deployment; steps: readonly Step[] }) {
  const checked = steps.some((each) => each.name === "check" && (each.state === "succeeded" || each.state === "failed"));
  const findings = useQuery({ ...deploymentFindingsQuery(deployment, deployment.id), enabled: checked });
  if (!checked || findings.data === undefined) return null;
  return (
    <Part id="policies" title="Policies">
      <FindingsView findings={findings.data} />
    </Part>
  );
}

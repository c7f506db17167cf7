import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { FreezeWindows } from "../../features/freeze/freeze-windows.js";
import { ApprovalForm } from "../../features/stage/approval-form.js";
import { DeleteStage } from "../../features/stage/delete-stage.js";
import { GithubSettings } from "../../features/stage/github-settings.js";
import { CanaryForm } from "../../features/stage/guards/canary-form.js";
import { GuardForm } from "../../features/stage/guards/guard-form.js";
import { QueueSettings } from "../../features/stage/queue-settings.js";
import { ParameterForm } from "../../features/stage/parameter-form.js";
import { DeployScheduleForm } from "../../features/stage/triggers/deploy-schedule-form.js";
import { TriggerForm } from "../../features/stage/triggers/trigger-form.js";
import { useMay } from "../../queries/me.js";
import { serviceQuery } from "../../queries/services.js";
import { stageQuery } from "../../queries/stages.js";
import { Card, Section } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { RelativeTime } from "../../ui/relative-time.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/settings")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(serviceQuery(params.service)),
  component: StageSettings,
});

function StageSettings() {
  const { data: stage } = useSuspenseQuery(stageQuery(Route.useParams()));
  const { data: service } = useSuspenseQuery(serviceQuery(stage.service));
  const mayDelete = useMay("stage:delete");
  return (
    <div className="space-y-8">
      <Section title="Source" description="Which commit a deployment takes, and which pushes deploy the stage by themselves.">
        <Card className="p-5">
          <TriggerForm stage={stage} service={service} />
        </Card>
      </Section>
      <Section
        title="Schedule"
        description="Deploys the stage by itself at set times."
        actions={
          stage.nextScheduledAt !== null && (
            <span className="text-ink-soft">
              Next <RelativeTime at={stage.nextScheduledAt} />
            </span>
          )
        }
      >
        <Card className="p-5">
          <DeployScheduleForm stage={stage} />
        </Card>
      </Section>
      <Section title="Approval" description="Whether a plan waits for people before anything is changed, and for whom. An approval is for one plan: it lapses when the stack changes.">
        <Card className="p-5">
          <ApprovalForm stage={stage} />
        </Card>
      </Section>
      <Section
        title="Parameters"
        description={
          <>
            Values for <Mono>{"${param:name}"}</Mono> in the config file. Secret values are stored encrypted, never shown again, and masked in logs.
          </>
        }
      >
        <Card className="p-5">
          <ParameterForm stage={stage} />
        </Card>
      </Section>
      <Section title="Guards" description="Watch a fresh release. When one trips, the release before is put back, and the deployment says which guard it was and with which numbers.">
        <Card className="p-5">
          <GuardForm stage={stage} />
        </Card>
      </Section>
      <Section title="Canary">
        <Card className="p-5">
          <CanaryForm stage={stage} />
        </Card>
      </Section>
      <QueueSettings stage={stage} />
      <GithubSettings stage={stage} />
      <FreezeWindows of={{ service: stage.service, stage: stage.name }} />
      {mayDelete && (
        <Section title="Delete" description="Takes the stage out of Windlass. What runs in AWS stays; to delete that too, remove it first.">
          <DeleteStage stage={stage} />
        </Section>
      )}
    </div>
  );
}

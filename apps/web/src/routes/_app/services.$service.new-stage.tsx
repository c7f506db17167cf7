import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { CreateStageForm } from "../../features/stage/create-stage-form.js";
import { useDeploy } from "../../features/stage/use-deploy.js";
import { accountsQuery } from "../../queries/accounts.js";
import { serviceQuery } from "../../queries/services.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card } from "../../ui/card.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink, PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/services/$service/new-stage")({
  loader: ({ context: { queryClient }, params }) =>
    Promise.all([queryClient.ensureQueryData(accountsQuery), queryClient.ensureQueryData(serviceQuery(params.service))]),
  component: NewStagePage,
});

function NewStagePage() {
  const params = Route.useParams();
  const { data: service } = useSuspenseQuery(serviceQuery(params.service));
  const { data: accounts } = useSuspenseQuery(accountsQuery);
  const router = useRouter();
  const deployment = useDeploy();
  const goOn = async (stage: string, deploy: boolean) => {
    const address = { service: service.name, stage };
    const toStage = () => router.navigate({ to: "/services/$service/stages/$stage", params: address });
    if (!deploy) return toStage();
    // The stage exists whatever becomes of its first deployment: its page offers to deploy again.
    await deployment.mutateAsync(address).catch(toStage);
  };
  return (
    <div className="max-w-2xl">
      <Breadcrumbs>
        <PlainLink to="/services/$service" params={{ service: service.name }}>
          {service.name}
        </PlainLink>
        <span>New stage</span>
      </Breadcrumbs>
      <PageHeader
        title={service.stages.length === 0 ? `The first stage of ${service.name}` : `Add a stage to ${service.name}`}
        description="A stage is one environment of the service: an account, a region, a CloudFormation stack."
      />
      {accounts.length === 0 ? (
        <EmptyState title="A stage needs an AWS account" actions={<ButtonLink to="/accounts/new" tone="primary">Connect an account</ButtonLink>}>
          There is no sandbox on this server and no account is connected yet.
        </EmptyState>
      ) : (
        <Card className="p-5 sm:p-6">
          <CreateStageForm service={service} accounts={accounts} onCreated={(stage, deploy) => goOn(stage.name, deploy)} />
        </Card>
      )}
    </div>
  );
}

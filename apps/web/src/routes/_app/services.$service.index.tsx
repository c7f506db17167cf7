import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Layers, Plus, Settings } from "lucide-react";
import { DeploymentList } from "../../features/deployment-list/deployment-list.js";
import { ServiceFacts } from "../../features/service/service-facts.js";
import { StageList } from "../../features/stage-list/stage-list.js";
import { useMay } from "../../queries/me.js";
import { serviceDeploymentsQuery, serviceQuery } from "../../queries/services.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card, Section } from "../../ui/card.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink, PlainLink } from "../../ui/link.js";
import { LoadMore } from "../../ui/load-more.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/services/$service/")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(serviceQuery(params.service)),
  component: ServicePage,
});

function ServicePage() {
  const params = Route.useParams();
  const { data: service } = useSuspenseQuery(serviceQuery(params.service));
  const mayCreateStage = useMay("stage:create");
  const mayUpdate = useMay("service:update");
  const addStage = (
    <ButtonLink to="/services/$service/new-stage" params={{ service: service.name }} tone={service.stages.length === 0 ? "primary" : "secondary"}>
      <Plus aria-hidden />
      Add a stage
    </ButtonLink>
  );
  return (
    <>
      <Breadcrumbs>
        <PlainLink to="/">Overview</PlainLink>
        <span>{service.name}</span>
      </Breadcrumbs>
      <PageHeader
        title={service.name}
        meta={<ServiceFacts service={service} />}
        actions={
          <>
            {mayUpdate && (
              <ButtonLink to="/services/$service/settings" params={{ service: service.name }}>
                <Settings aria-hidden />
                Settings
              </ButtonLink>
            )}
            {mayCreateStage && service.stages.length > 0 && addStage}
          </>
        }
      />
      {service.stages.length === 0 ? (
        <EmptyState icon={<Layers aria-hidden />} title="Where should it run?" actions={mayCreateStage ? addStage : undefined}>
          A stage is one environment of this service, such as <i>dev</i> or <i>prod</i>: an AWS account, a region, a stack. Add one, and deploy.
        </EmptyState>
      ) : (
        <div className="space-y-8">
          <Section title="Stages">
            <Card className="overflow-hidden">
              <StageList stages={service.stages} label={`Stages of ${service.name}`} />
            </Card>
          </Section>
          <Section title="Deployments">
            <Deployments service={service.name} />
          </Section>
        </div>
      )}
    </>
  );
}

function Deployments({ service }: { service: string }) {
  const query = useInfiniteQuery(serviceDeploymentsQuery(service));
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const deployments = pages.flatMap((page) => page.items);
        if (deployments.length === 0) return <p className="text-ink-soft">None yet. Open a stage and deploy it.</p>;
        return (
          <>
            <DeploymentList deployments={deployments} label={`Deployments of ${service}`} showStage />
            <LoadMore query={query} />
          </>
        );
      }}
    </QueryView>
  );
}

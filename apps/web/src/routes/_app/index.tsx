import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { DeploymentList } from "../../features/deployment-list/deployment-list.js";
import { FirstSteps } from "../../features/home/first-steps.js";
import { ServiceCard } from "../../features/home/service-card.js";
import { WeekChart } from "../../features/home/week-chart.js";
import { StageList } from "../../features/stage-list/stage-list.js";
import { homeQuery } from "../../queries/home.js";
import { useMay } from "../../queries/me.js";
import { Card, Section } from "../../ui/card.js";
import { ButtonLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/")({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(homeQuery),
  component: HomePage,
});

function HomePage() {
  const { data: home } = useSuspenseQuery(homeQuery);
  const mayCreateService = useMay("service:create");
  const mayCreateStage = useMay("stage:create");
  if (home.services.length === 0) return <FirstSteps home={home} />;
  return (
    <>
      <PageHeader
        title="Overview"
        actions={
          mayCreateService && (
            <ButtonLink to="/services/new">
              <Plus aria-hidden />
              Add a service
            </ButtonLink>
          )
        }
      />
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="space-y-8">
          {home.attention.length > 0 && (
            <Section title="Needs attention">
              <DeploymentList deployments={home.attention} label="Needs attention" showStage />
            </Section>
          )}
          <Section title="Services">
            <div className="space-y-4">
              {home.services.map((service) => (
                <ServiceCard key={service.id} service={service} mayCreateStage={mayCreateStage}>
                  <StageList stages={service.stages} label={`Stages of ${service.name}`} />
                </ServiceCard>
              ))}
            </div>
          </Section>
        </div>
        <Card className="p-5 xl:mt-9">
          <WeekChart days={home.deploymentsPerDay} />
        </Card>
      </div>
    </>
  );
}

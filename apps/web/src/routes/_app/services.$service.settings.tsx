import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { pullWords } from "@windlass/contracts/pull-words";
import { DeleteService } from "../../features/service/delete-service.js";
import { DependencyForm } from "../../features/service/dependency-form.js";
import { PreviewForm } from "../../features/service/preview-form.js";
import { ServiceFacts } from "../../features/service/service-facts.js";
import { ServiceSettingsForm } from "../../features/service/service-settings-form.js";
import { useMay } from "../../queries/me.js";
import { serviceQuery } from "../../queries/services.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card, Section } from "../../ui/card.js";
import { ButtonLink, PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/services/$service/settings")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(serviceQuery(params.service)),
  component: ServiceSettingsPage,
});

function ServiceSettingsPage() {
  const params = Route.useParams();
  const { data: service } = useSuspenseQuery(serviceQuery(params.service));
  const mayDelete = useMay("service:delete");
  return (
    <>
      <Breadcrumbs>
        <PlainLink to="/services/$service" params={{ service: service.name }}>
          {service.name}
        </PlainLink>
        <span>Settings</span>
      </Breadcrumbs>
      <PageHeader title={`Settings of ${service.name}`} meta={<ServiceFacts service={service} />} />
      <div className="space-y-8">
        <Card className="p-5 sm:p-6">
          <ServiceSettingsForm service={service} />
        </Card>
        <Section title="Dependencies" description="Which services are deployed before this one, and which of their outputs it takes.">
          <Card className="p-5 sm:p-6">
            <DependencyForm service={service} />
          </Card>
        </Section>
        <Section
          title="Previews"
          description={`Which ${pullWords(service.repository.provider).many} get a stage of their own, and what is in it.`}
          actions={
            <ButtonLink to="/previews" search={{ service: service.name }}>
              All previews
            </ButtonLink>
          }
        >
          <Card className="p-5 sm:p-6">
            <PreviewForm service={service} />
          </Card>
        </Section>
        {mayDelete && (
          <Section title="Delete" description="Takes the service out of Windlass. What runs in AWS stays as it is.">
            <DeleteService service={service} />
          </Section>
        )}
      </div>
    </>
  );
}

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { isSshUrl, type Repository } from "@windlass/contracts/repository";
import { Plus } from "lucide-react";
import { ComposeNotice } from "../../features/compose/compose-notice.js";
import { DeployAllForm, stageNamesOf } from "../../features/repository/deploy-all-form.js";
import { DeleteRepository } from "../../features/repository/delete-repository.js";
import { providerText, tokenHint } from "../../features/repository/provider-text.js";
import { ReportSettingsSwitches } from "../../features/repository/report-settings.js";
import { RepositorySettingsForm } from "../../features/repository/repository-settings-form.js";
import { OtherWebhookGuide } from "../../features/repository/other-webhook-guide.js";
import { SshAccess } from "../../features/repository/ssh-access.js";
import { WebhookGuide } from "../../features/repository/webhook-guide.js";
import { useMay } from "../../queries/me.js";
import { repositoryQuery } from "../../queries/repositories.js";
import { servicesQuery } from "../../queries/services.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card, Section } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { ButtonLink, PlainLink, TextLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { repositoryLabel } from "../../ui/repository-label.js";

export const Route = createFileRoute("/_app/repositories/$id")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(repositoryQuery(params.id)),
  component: RepositoryPage,
});

/** Which service other than GitHub has the repository, as far as is known, or its address tells. */
function hostOf({ provider, url }: Repository): "gitlab" | "bitbucket" | null {
  if (provider === "gitlab" || provider === "bitbucket") return provider;
  const name = /(?:@|\/\/)(?:[^@/]*@)?([^/:]+)/.exec(url)?.[1] ?? "";
  return name.includes("gitlab") ? "gitlab" : name.includes("bitbucket") ? "bitbucket" : null;
}

function shownWords({ provider, hasAccessToken }: Repository): { title: string; description: string } {
  if (provider !== "gitlab" && provider !== "bitbucket") return { title: "What GitHub shows", description: "Once a GitHub App is connected and installed on the repository." };
  const description = hasAccessToken ? "As far as the repository's access token lets Windlass." : `Once the repository has an access token, below. ${tokenHint[provider]}`;
  return { title: `What ${providerText[provider]} shows`, description };
}

function RepositoryPage() {
  const params = Route.useParams();
  const { data: repository } = useSuspenseQuery(repositoryQuery(params.id));
  const services = useQuery(servicesQuery).data?.filter((service) => service.repository.id === repository.id) ?? [];
  const may = useMay("repository:manage");
  const host = hostOf(repository);
  const mayCreateService = useMay("service:create");
  const mayDeploy = useMay("deployment:create");
  return (
    <div className="max-w-3xl">
      <Breadcrumbs>
        <PlainLink to="/repositories">Repositories</PlainLink>
        <span>{repositoryLabel(repository.url)}</span>
      </Breadcrumbs>
      <PageHeader
        title={repositoryLabel(repository.url)}
        meta={
          <>
            <span>{providerText[repository.provider]}</span>
            <Mono className="break-all">{repository.url}</Mono>
          </>
        }
        actions={
          mayCreateService && (
            <ButtonLink to="/services/new" search={{ repository: repository.id }}>
              <Plus aria-hidden />
              Add a service from it
            </ButtonLink>
          )
        }
      />
      <div className="space-y-8">
        <Section title="Services in it">
          {services.length === 0 ? (
            <p className="text-ink-soft">None yet.</p>
          ) : (
            <ul className="flex flex-wrap gap-x-5 gap-y-1">
              {services.map((service) => (
                <li key={service.id}>
                  <TextLink to="/services/$service" params={{ service: service.name }}>
                    {service.name}
                  </TextLink>
                  {service.rootDirectory !== "" && <Mono className="ml-1.5 text-ink-faint">{service.rootDirectory}</Mono>}
                </li>
              ))}
            </ul>
          )}
        </Section>
        <ComposeNotice repository={repository.id} />
        {mayDeploy && stageNamesOf(services).length > 0 && (
          <Section title="Deploy all" description="In waves: each service after those that it depends on, side by side where they may.">
            <Card className="p-5">
              <DeployAllForm repository={repository.id} services={services} />
            </Card>
          </Section>
        )}
        <Section title="Deploy on push" description="A webhook tells Windlass about each push. Stages whose branch matches, and that have it switched on, deploy.">
          <Card className="p-5">
            {host === null ? <WebhookGuide fullName={repository.fullName} /> : <OtherWebhookGuide provider={host} />}
          </Card>
        </Section>
        {repository.provider !== "folder" && (
          <Section {...shownWords(repository)}>
            <Card className="p-5">
              <ReportSettingsSwitches repository={repository} />
            </Card>
          </Section>
        )}
        {may && (
          <>
            {isSshUrl(repository.url) && (
              <Section title="SSH" description="How Windlass shows itself to the host, and the host to Windlass.">
                <Card className="p-5">
                  <SshAccess repository={repository} />
                </Card>
              </Section>
            )}
            <Section title="Settings">
              <Card className="p-5">
                <RepositorySettingsForm repository={repository} />
              </Card>
            </Section>
            <Section title="Take out">
              <DeleteRepository repository={repository} />
            </Section>
          </>
        )}
      </div>
    </div>
  );
}

import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { repositoryUrlSchema } from "@windlass/contracts/repository";
import { z } from "zod";
import { CreateServiceForm } from "../../features/service/create-service-form.js";
import { repositoriesQuery } from "../../queries/repositories.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card } from "../../ui/card.js";
import { PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/services/new")({
  validateSearch: z.object({ repository: z.uuid().optional().catch(undefined), address: repositoryUrlSchema.optional().catch(undefined) }),
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(repositoriesQuery),
  component: NewServicePage,
});

function NewServicePage() {
  const { repository, address } = Route.useSearch();
  const { data: repositories } = useSuspenseQuery(repositoriesQuery);
  const router = useRouter();
  return (
    <div className="max-w-2xl">
      <Breadcrumbs>
        <PlainLink to="/">Overview</PlainLink>
        <span>New service</span>
      </Breadcrumbs>
      <PageHeader title="Add a service" description="First where it lives; then the stage that it runs in." />
      <Card className="p-5 sm:p-6">
        <CreateServiceForm
          repositories={repositories}
          repository={repository}
          address={address}
          onCreated={(service) => router.navigate({ to: "/services/$service/new-stage", params: { service: service.name } })}
        />
      </Card>
    </div>
  );
}

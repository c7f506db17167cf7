import { createFileRoute, useRouter } from "@tanstack/react-router";
import { CreateRepositoryForm } from "../../features/repository/create-repository-form.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card } from "../../ui/card.js";
import { PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/repositories/new")({ component: NewRepositoryPage });

function NewRepositoryPage() {
  const router = useRouter();
  return (
    <div className="max-w-2xl">
      <Breadcrumbs>
        <PlainLink to="/repositories">Repositories</PlainLink>
        <span>Add</span>
      </Breadcrumbs>
      <PageHeader title="Add a repository" />
      <Card className="p-5 sm:p-6">
        <CreateRepositoryForm onCreated={(repository) => router.navigate({ to: "/repositories/$id", params: { id: repository.id } })} />
      </Card>
    </div>
  );
}

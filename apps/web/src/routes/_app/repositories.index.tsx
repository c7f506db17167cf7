import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { BookMarked, Plus } from "lucide-react";
import { RepositoryList } from "../../features/repository/repository-list.js";
import { useMay } from "../../queries/me.js";
import { repositoriesQuery } from "../../queries/repositories.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/repositories/")({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(repositoriesQuery),
  component: RepositoriesPage,
});

function RepositoriesPage() {
  const query = useQuery(repositoriesQuery);
  const may = useMay("repository:manage");
  const add = (
    <ButtonLink to="/repositories/new" tone="primary">
      <Plus aria-hidden />
      Add a repository
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title="Repositories" description="Where the services' code lives, and how pushes reach Windlass." actions={may ? add : undefined} />
      <QueryView query={query}>
        {(repositories) =>
          repositories.length === 0 ? (
            <EmptyState icon={<BookMarked aria-hidden />} title="No repository yet">
              A repository is added along with its first service. Add one here if it is private and needs an access token.
            </EmptyState>
          ) : (
            <RepositoryList repositories={repositories} />
          )
        }
      </QueryView>
    </>
  );
}

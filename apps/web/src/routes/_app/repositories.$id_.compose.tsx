import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { ComposePage } from "../../features/compose/compose-page.js";
import { accountsQuery } from "../../queries/accounts.js";
import { composeQuery, repositoryQuery } from "../../queries/repositories.js";

export const Route = createFileRoute("/_app/repositories/$id_/compose")({
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([queryClient.ensureQueryData(repositoryQuery(id)), queryClient.ensureQueryData(composeQuery(id)), queryClient.ensureQueryData(accountsQuery)]),
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  const { data: repository } = useSuspenseQuery(repositoryQuery(id));
  const { data: status } = useSuspenseQuery(composeQuery(id));
  const { data: accounts } = useSuspenseQuery(accountsQuery);
  return <ComposePage repository={repository} status={status} accounts={accounts} />;
}

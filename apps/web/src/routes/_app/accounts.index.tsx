import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Plus, Waypoints } from "lucide-react";
import { AccountList } from "../../features/account/account-list.js";
import { accountsQuery } from "../../queries/accounts.js";
import { useMay } from "../../queries/me.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/accounts/")({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(accountsQuery),
  component: AccountsPage,
});

function AccountsPage() {
  const query = useQuery(accountsQuery);
  const may = useMay("account:manage");
  const connect = (
    <ButtonLink to="/accounts/new" tone="primary">
      <Plus aria-hidden />
      Connect an account
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title="AWS accounts" description="Where stages run. Windlass acts in them only when a deployment or a page asks for it." actions={may ? connect : undefined} />
      <QueryView query={query}>
        {(accounts) =>
          accounts.length === 0 ? (
            <EmptyState icon={<Waypoints aria-hidden />} title="No account is connected">
              Connect the AWS account that your stages run in: by a role, by access keys, or with the credentials that this server has.
            </EmptyState>
          ) : (
            <AccountList accounts={accounts} />
          )
        }
      </QueryView>
    </>
  );
}

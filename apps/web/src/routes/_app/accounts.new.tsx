import { createFileRoute, useRouter } from "@tanstack/react-router";
import { CreateAccountForm } from "../../features/account/create-account-form.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card } from "../../ui/card.js";
import { PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/accounts/new")({ component: NewAccountPage });

function NewAccountPage() {
  const router = useRouter();
  return (
    <div className="max-w-2xl">
      <Breadcrumbs>
        <PlainLink to="/accounts">AWS accounts</PlainLink>
        <span>Connect</span>
      </Breadcrumbs>
      <PageHeader title="Connect an AWS account" />
      <Card className="p-5 sm:p-6">
        <CreateAccountForm onCreated={(account) => router.navigate({ to: "/accounts/$account", params: { account: account.name } })} />
      </Card>
    </div>
  );
}

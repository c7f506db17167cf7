import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { accountKindText } from "../../features/account/account-kind.js";
import { AccountSettingsForm } from "../../features/account/account-settings-form.js";
import { DeleteAccount } from "../../features/account/delete-account.js";
import { RoleTrust } from "../../features/account/role-trust.js";
import { VerifyAccount } from "../../features/account/verify-account.js";
import { accountQuery } from "../../queries/accounts.js";
import { useMay } from "../../queries/me.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card, Section } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/accounts/$account")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(accountQuery(params.account)),
  component: AccountPage,
});

function AccountPage() {
  const params = Route.useParams();
  const { data: account } = useSuspenseQuery(accountQuery(params.account));
  const may = useMay("account:manage");
  const router = useRouter();
  return (
    <div className="max-w-3xl">
      <Breadcrumbs>
        <PlainLink to="/accounts">AWS accounts</PlainLink>
        <span>{account.name}</span>
      </Breadcrumbs>
      <PageHeader
        title={account.name}
        meta={
          <>
            <span>{accountKindText[account.kind]}</span>
            {account.awsAccountId !== null && <Mono>{account.awsAccountId}</Mono>}
            <span>{account.defaultRegion}</span>
            {account.endpointUrl !== null && <Mono className="break-all">{account.endpointUrl}</Mono>}
            <span>{account.stageCount === 1 ? "1 stage" : `${account.stageCount} stages`}</span>
          </>
        }
      />
      <div className="space-y-8">
        {account.kind === "sandbox" && (
          <p className="max-w-[68ch] text-ink-soft">
            The sandbox is an AWS emulator on this machine, for trying things out: deployments are real to Windlass, cost nothing, and everything is
            instant. It is not AWS: what works here should be tried in a real account before it counts.
          </p>
        )}
        <Section title="Credentials">
          <Card className="p-5">
            <VerifyAccount account={account} />
          </Card>
        </Section>
        {account.externalId !== null && may && (
          <Section title="What the role must trust">
            <Card className="p-5">
              <RoleTrust externalId={account.externalId} />
            </Card>
          </Section>
        )}
        {may && (
          <Section title="Settings">
            <Card className="p-5">
              <AccountSettingsForm
                key={account.id}
                account={account}
                onSaved={async (saved) => {
                  if (saved.name !== params.account) await router.navigate({ to: "/accounts/$account", params: { account: saved.name }, replace: true });
                }}
              />
            </Card>
          </Section>
        )}
        {may && account.kind !== "sandbox" && (
          <Section title="Disconnect">
            <DeleteAccount account={account} />
          </Section>
        )}
      </div>
    </div>
  );
}

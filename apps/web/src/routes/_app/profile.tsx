import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { GithubLoginForm } from "../../features/profile/github-login-form.js";
import { meQuery } from "../../queries/me.js";
import { profileQuery } from "../../queries/profile.js";
import { Card } from "../../ui/card.js";
import { Definition, DefinitionList } from "../../ui/definition-list.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/profile")({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(profileQuery),
  component: ProfilePage,
});

function ProfilePage() {
  const me = useQuery(meQuery);
  const profile = useQuery(profileQuery);
  return (
    <div className="max-w-3xl space-y-6">
      <PageHeader title="You" description="How Windlass knows you, and how it finds you elsewhere." />
      <QueryView query={me}>
        {({ name, email, role }) => (
          <Card className="p-5">
            <DefinitionList>
              <Definition term="Name">{name}</Definition>
              <Definition term="Email">{email}</Definition>
              <Definition term="Role">{role}</Definition>
            </DefinitionList>
          </Card>
        )}
      </QueryView>
      <QueryView query={profile}>
        {(data) => (
          <Card className="p-5">
            <GithubLoginForm profile={data} />
          </Card>
        )}
      </QueryView>
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";
import { GithubPage } from "../../features/github/github-page.js";
import { githubStatusQuery } from "../../queries/github.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/settings/github/")({
  validateSearch: z.object({ search: z.string().optional().catch(undefined) }),
  component: GithubSettingsPage,
});

function GithubSettingsPage() {
  const { search } = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useQuery(githubStatusQuery);
  return (
    <div className="max-w-4xl">
      <PageHeader title="GitHub" description="The Apps that connect this server to GitHub, and the repositories that they give it." />
      <QueryView query={query}>
        {(status) => <GithubPage status={status} search={search ?? ""} onSearch={(text) => void navigate({ search: { search: text === "" ? undefined : text }, replace: true })} />}
      </QueryView>
    </div>
  );
}

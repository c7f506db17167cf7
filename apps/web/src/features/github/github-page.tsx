import type { GithubStatus } from "@windlass/contracts/github";
import { GitBranch } from "lucide-react";
import { useMay } from "../../queries/me.js";
import { Card, Section } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { EmptyState } from "../../ui/empty-state.js";
import { AppCard } from "./app-card.js";
import { ConnectForm } from "./connect-form.js";
import { RepositorySearch } from "./repository-search.js";

export function GithubPage({ status, search, onSearch }: { status: GithubStatus; search: string; onSearch: (search: string) => void }) {
  const may = useMay("settings:manage");
  const { apps } = status;
  return (
    <div className="space-y-8">
      {apps.length === 0 ? (
        <EmptyState icon={<GitBranch aria-hidden />} title="Connect GitHub">
          Windlass makes a GitHub App of its own: GitHub shows what it may do, you agree, and choose the repositories. Then pushes deploy by themselves and
          private repositories need no token.
          {!may && " An administrator can do it here."}
        </EmptyState>
      ) : (
        <Section title="Apps">
          <div className="space-y-4">
            {apps.map((app) => (
              <AppCard key={app.id} app={app} />
            ))}
          </div>
        </Section>
      )}
      {apps.some(({ installations }) => installations.length > 0) && (
        <Section title="Repositories" description="Those that the Apps may read.">
          <RepositorySearch search={search} onSearch={onSearch} />
        </Section>
      )}
      {may && <Connect status={status} />}
    </div>
  );
}

function Connect({ status: { apps, webhookUrl, isPublic } }: { status: GithubStatus }) {
  return (
    <Section title={apps.length === 0 ? "New App" : "Another App"} description="For another organization, or a GitHub Enterprise Server.">
      <Card className="max-w-2xl space-y-5 p-5 sm:p-6">
        {!isPublic && (
          <p role="note" className="rounded-md bg-warn-soft px-4 py-3 text-ink">
            github.com cannot reach <Mono className="break-all">{webhookUrl}</Mono>, where it would send pushes, and refuses an App with such an address. Set{" "}
            <Mono>WINDLASS_PUBLIC_URL</Mono> to the address at which the internet reaches this server, or go on with a GitHub Enterprise Server in the same
            network.
          </p>
        )}
        <ConnectForm />
      </Card>
    </Section>
  );
}

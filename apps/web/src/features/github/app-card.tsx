import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { GithubApp, GithubInstallation } from "@windlass/contracts/github";
import { Plus } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { Chip, Dot } from "../../ui/chip.js";
import { ConfirmDelete } from "../../ui/confirm-delete.js";
import { ExternalLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";

/** One connected App: where it is installed, where it can be, and how to let go of it. */
export function AppCard({ app }: { app: GithubApp }) {
  const may = useMay("settings:manage");
  return (
    <Card className="space-y-4 p-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h3 className="font-semibold break-words">{app.name}</h3>
          <p className="text-note break-all text-ink-faint">{`${new URL(app.baseUrl).host}, owned by ${app.owner}`}</p>
        </div>
        {may && <Disconnect app={app} />}
      </div>
      {app.problem !== null && <Problem problem={app.problem} />}
      {app.installations.length === 0 ? (
        <p className="text-ink-soft">It is not installed anywhere yet. Install it on the account whose repositories Windlass is to deploy.</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line" aria-label={`Installations of ${app.name}`}>
          {app.installations.map((installation) => (
            <InstallationRow key={installation.installationId} installation={installation} />
          ))}
        </ul>
      )}
      <ExternalLink href={app.installUrl} className="inline-flex items-center gap-1.5">
        <Plus aria-hidden className="size-4" />
        {app.installations.length === 0 ? "Install it on GitHub" : "Install it on another account"}
      </ExternalLink>
    </Card>
  );
}

function InstallationRow({ installation }: { installation: GithubInstallation }) {
  const { account, selection, suspendedAt, url } = installation;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <span className="font-medium break-all">{account}</span>
      <Chip tone={suspendedAt === null ? "good" : "warn"}>
        <Dot tone={suspendedAt === null ? "good" : "warn"} />
        {suspendedAt !== null ? "suspended" : selection === "all" ? "all repositories" : "selected repositories"}
      </Chip>
      <ExternalLink href={url} className="sm:ml-auto">
        Choose repositories<span className="sr-only">{` of ${account}`}</span>
      </ExternalLink>
    </li>
  );
}

function Disconnect({ app }: { app: GithubApp }) {
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: () => api.github.disconnect(app.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["github"] }),
  });
  return (
    <ConfirmDelete
      name={app.name}
      title={`Disconnect ${app.name}?`}
      action="Disconnect the App"
      lost="Windlass forgets its keys: its pushes are refused from then on, and private repositories that it gave access to cannot be read. On GitHub the App stays until you delete it there."
      busy={mutation.isPending}
      problem={mutation.error === null ? null : problemOf(mutation.error)}
      trigger={
        <Button size="small" tone="danger-quiet">
          Disconnect…
        </Button>
      }
      onConfirm={() => mutation.mutate()}
    />
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { pullWords } from "@windlass/contracts/pull-words";
import type { ReportSettings } from "@windlass/contracts/report";
import type { Repository } from "@windlass/contracts/repository";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { repositoryQuery } from "../../queries/repositories.js";
import { SwitchField } from "../../ui/field.js";
import { Problem } from "../../ui/problem.js";
import { Switch } from "../../ui/switch.js";

const [github, gitlab, bitbucket] = [pullWords("github"), pullWords("gitlab"), pullWords("bitbucket")];

const githubSwitches = [
  { name: "status", label: "Checks", hint: "A check run for each deployment, with findings and errors at their lines. Where Windlass may not write checks, a commit status." },
  { name: "deployments", label: "Deployments", hint: `Deployments and environments, which GitHub shows at ${github.many} and on the repository's page.` },
  { name: "comment", label: `Comment on ${github.many}`, hint: `One comment per ${github.one}, edited in place: services, addresses, plans, findings.` },
  { name: "commands", label: "Commands in comments", hint: "/windlass deploy, rollback and preview, by people who may write to the repository." },
] as const satisfies readonly { name: keyof ReportSettings; label: string; hint: string }[];

const gitlabSwitches = [
  { name: "status", label: "Statuses", hint: "A commit status for each deployment, as a job of the commit's pipeline." },
  { name: "deployments", label: "Environments", hint: "Deployments and environments, which GitLab shows under Operate." },
  { name: "comment", label: `Note on ${gitlab.many}`, hint: `One note per ${gitlab.one}, edited in place: services, addresses, plans, findings with their lines.` },
  { name: "commands", label: "Commands in notes", hint: "/windlass deploy, rollback and preview, by people with the role Developer or higher." },
] as const satisfies readonly { name: keyof ReportSettings; label: string; hint: string }[];

const bitbucketSwitches = [
  { name: "status", label: "Build statuses", hint: "One for each deployment of a commit." },
  { name: "comment", label: `Comment on ${bitbucket.many}`, hint: `One comment per ${bitbucket.one}, edited in place: services, addresses, plans, findings with their lines.` },
  { name: "commands", label: "Commands in comments", hint: "/windlass deploy, rollback and preview, by people who may write to the repository." },
] as const satisfies readonly { name: keyof ReportSettings; label: string; hint: string }[];

const switchesOf = (provider: Repository["provider"]) => (provider === "gitlab" ? gitlabSwitches : provider === "bitbucket" ? bitbucketSwitches : githubSwitches);

/** What the repository's host is told of its services. Takes effect at once. */
export function ReportSettingsSwitches({ repository }: { repository: Repository }) {
  const may = useMay("repository:manage");
  const queryClient = useQueryClient();
  const update = useMutation({
    mutationFn: (reports: Partial<ReportSettings>) => api.repositories.update(repository.id, { reports }),
    onSuccess: (updated) => queryClient.setQueryData(repositoryQuery(repository.id).queryKey, updated),
  });
  const shown = { ...repository.reports, ...(update.isPending ? update.variables : {}) };
  return (
    <div className="space-y-4">
      {switchesOf(repository.provider).map(({ name, label, hint }) => (
        <SwitchField key={name} label={label} hint={hint}>
          {(control) => <Switch {...control} checked={shown[name]} disabled={!may || update.isPending} onCheckedChange={(checked) => update.mutate({ [name]: checked })} />}
        </SwitchField>
      ))}
      {update.error !== null && <Problem problem={problemOf(update.error)} />}
    </div>
  );
}

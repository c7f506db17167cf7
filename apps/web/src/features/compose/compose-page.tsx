import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Account } from "@windlass/contracts/account";
import type { ComposeStatus } from "@windlass/contracts/compose";
import type { Repository } from "@windlass/contracts/repository";
import { FileSearch } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { composeQuery } from "../../queries/repositories.js";
import { useMay } from "../../queries/me.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Button } from "../../ui/button.js";
import { Card, Section } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { EmptyState } from "../../ui/empty-state.js";
import { PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { repositoryLabel } from "../../ui/repository-label.js";
import { ComposeImportForm } from "./compose-import-form.js";
import { ComposePlanView } from "./compose-plan-view.js";

type ComposePageProps = { repository: Repository; status: ComposeStatus; accounts: readonly Account[] };

/** The services that a repository's serverless-compose.yml describes, how they differ from those of Windlass, and taking them over. */
export function ComposePage({ repository, status, accounts }: ComposePageProps) {
  const queryClient = useQueryClient();
  const may = useMay("service:create");
  const reading = status.askedAt !== null && status.readAt === null;
  const look = useMutation({
    mutationFn: () => api.repositories.readCompose(repository.id),
    onSuccess: (asked) => queryClient.setQueryData(composeQuery(repository.id).queryKey, asked),
  });
  const lookButton = may && (
    <Button busy={reading || look.isPending} onClick={() => look.mutate()}>
      <FileSearch aria-hidden />
      {status.readAt === null ? "Look for it" : "Read it again"}
    </Button>
  );
  return (
    <div className="max-w-4xl">
      <PageHeader
        title="Services of the compose file"
        eyebrow={
          <Breadcrumbs>
            <PlainLink to="/repositories/$id" params={{ id: repository.id }}>
              {repositoryLabel(repository.url)}
            </PlainLink>
            <span>Compose file</span>
          </Breadcrumbs>
        }
        meta={<ReadMeta status={status} reading={reading} />}
        actions={status.plan !== null && lookButton}
      />
      {look.error !== null && <Problem problem={problemOf(look.error)} className="mb-6" />}
      {status.problem !== null && (
        <p role="alert" className="mb-6 break-words text-bad">
          {status.problem}
        </p>
      )}
      {status.plan === null ? (
        <EmptyState icon={<FileSearch aria-hidden />} title={emptyTitle(status, reading)} actions={lookButton === false ? undefined : lookButton}>
          A <Mono>serverless-compose.yml</Mono> at the root of the repository names its services, their folders and what depends on what. Windlass reads it at the
          head of <Mono>{repository.defaultBranch}</Mono> and offers to take all of it over.
        </EmptyState>
      ) : (
        <div className="space-y-8">
          <ComposePlanView plan={status.plan} />
          {may && status.plan.problems.length === 0 && status.plan.services.length > 0 && (
            <Section title="Take it over" description="Creates and changes the services in Windlass. Nothing in AWS changes before they are deployed.">
              <Card className="p-5 sm:p-6">
                <ComposeImportForm repository={repository} plan={status.plan} accounts={accounts} />
              </Card>
            </Section>
          )}
        </div>
      )}
    </div>
  );
}

function ReadMeta({ status: { file, commit, readAt }, reading }: { status: ComposeStatus; reading: boolean }) {
  if (reading) return <span role="status">A worker reads the repository …</span>;
  if (readAt === null) return null;
  return (
    <>
      {file !== null && <Mono>{file}</Mono>}
      {commit !== null && <Mono className="text-ink-faint">{commit.slice(0, 7)}</Mono>}
      <span>
        {"Read "}
        <RelativeTime at={readAt} />
      </span>
    </>
  );
}

function emptyTitle({ readAt, problem }: ComposeStatus, reading: boolean): string {
  if (reading) return "Looking for serverless-compose.yml";
  if (problem !== null) return "It could not be read";
  return readAt === null ? "Nobody has looked for it yet" : "This repository has no serverless-compose.yml";
}

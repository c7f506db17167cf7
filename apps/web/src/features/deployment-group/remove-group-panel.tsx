import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { DeploymentGroup } from "@windlass/contracts/deployment-group";
import type { RemovalPreview } from "@windlass/contracts/removal";
import { useState } from "react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { removalPreviewQuery } from "../../queries/stages.js";
import { Card } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { TypedName } from "../../ui/confirm-delete.js";
import { SwitchField } from "../../ui/field.js";
import { ButtonLink, PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { Problem } from "../../ui/problem.js";
import { QueryView } from "../../ui/query-view.js";
import { Switch } from "../../ui/switch.js";
import { newIdempotencyKey } from "../stage/idempotency-key.js";
import { isData } from "../stage/removal/removal-choice.js";
import { membersOf } from "./group-look.js";

/** Shows what removing a stage of all services of a group deletes and keeps, and wants the stage's name typed. */
export function RemoveGroupPanel({ group, stage }: { group: DeploymentGroup; stage: string }) {
  const [deleteData, setDeleteData] = useState(false);
  const services = [...new Set(membersOf(group).flatMap((member) => (member.stage === stage ? [member.service] : [])))];
  return (
    <>
      <PageHeader
        title={`Remove ${stage} of ${services.length === 1 ? "1 service" : `${services.length} services`} from AWS?`}
        description="CloudFormation deletes their stacks: first those that need others, last those that others need. When one fails, what it needs stays. The history and the releases stay in Windlass."
      />
      <Card className="mb-6">
        <h2 className="px-5 py-4 text-heading font-semibold">What will be gone</h2>
        <ul aria-label="Services" className="divide-y divide-line border-t border-line">
          {services.map((service) => (
            <ServiceRow key={service} service={service} stage={stage} deleteData={deleteData} />
          ))}
        </ul>
      </Card>
      <Card className="mb-6 p-5">
        <SwitchField label="Delete what holds data too" hint="Tables, buckets, user pools and the like, with all that is in them. Otherwise they stay in AWS and no longer belong to a stack. To decide for each, remove the stages one by one.">
          {(control) => <Switch {...control} checked={deleteData} onCheckedChange={setDeleteData} />}
        </SwitchField>
      </Card>
      <Confirm group={group} stage={stage} services={services} deleteData={deleteData} />
    </>
  );
}

function ServiceRow({ service, stage, deleteData }: { service: string; stage: string; deleteData: boolean }) {
  const query = useQuery(removalPreviewQuery({ service, stage }));
  return (
    <li className="space-y-1 px-5 py-3.5">
      <PlainLink to="/services/$service/stages/$stage" params={{ service, stage }} className="font-medium break-words">
        {`${service} / ${stage}`}
      </PlainLink>
      <QueryView query={query}>{(preview) => <Loss preview={preview} deleteData={deleteData} />}</QueryView>
    </li>
  );
}

function Loss({ preview, deleteData }: { preview: RemovalPreview; deleteData: boolean }) {
  if (preview.stackName === null) return <p className="text-ink-soft">There is no stack in AWS.</p>;
  const data = preview.resources.filter(isData);
  const others = preview.resources.length - data.length;
  return (
    <>
      <p className="break-words text-ink-soft">
        {"Stack "}
        <Mono className="break-all">{preview.stackName}</Mono>
        {` with ${others === 1 ? "1 resource" : `${others} resources`} that ${others === 1 ? "holds" : "hold"} no data.`}
      </p>
      {data.map(({ id, resourceType, choice }) => (
        <p key={id} className="flex flex-wrap items-baseline gap-x-2">
          <Mono className="font-semibold break-all">{id}</Mono>
          <span className="text-note text-ink-faint">{resourceType}</span>
          <span className={deleteData && choice ? "text-note text-bad" : "text-note text-ink-soft"}>{deleteData && choice ? "will be deleted" : "stays in AWS"}</span>
        </p>
      ))}
    </>
  );
}

function Confirm({ group, stage, services, deleteData }: { group: DeploymentGroup; stage: string; services: string[]; deleteData: boolean }) {
  const router = useRouter();
  const remove = useMutation({
    mutationFn: () => api.deploymentGroups.remove({ stage, services, confirm: stage, deleteData }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: ({ id }) => router.navigate({ to: "/groups/$id", params: { id } }),
  });
  return (
    <Card className="p-5">
      <TypedName
        name={stage}
        action="Remove from AWS"
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        cancel={
          <ButtonLink to="/groups/$id" params={{ id: group.id }}>
            Keep them
          </ButtonLink>
        }
      >
        {remove.error !== null && <Problem problem={problemOf(remove.error)} />}
      </TypedName>
    </Card>
  );
}

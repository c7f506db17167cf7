import { useMutation, useQuery } from "@tanstack/react-query";
import type { RemovalPreview } from "@windlass/contracts/removal";
import type { Stage } from "@windlass/contracts/stage";
import { useState } from "react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { removalPreviewQuery } from "../../queries/stages.js";
import { Card } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { TypedName } from "../../ui/confirm-delete.js";
import { Definition, DefinitionList } from "../../ui/definition-list.js";
import { ButtonLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { Problem } from "../../ui/problem.js";
import { QueryView } from "../../ui/query-view.js";
import { newIdempotencyKey } from "./idempotency-key.js";
import { LossList } from "./removal/loss-list.js";
import { firstChoice, isUndecided, stays, type RemovalChoice } from "./removal/removal-choice.js";
import { useWatchDeployment } from "./use-deploy.js";

/** Shows what a removal deletes from AWS and what it keeps, lets a person decide, and wants the stage's name typed. */
export function RemovePanel({ stage }: { stage: Stage }) {
  const query = useQuery(removalPreviewQuery({ service: stage.service, stage: stage.name }));
  return (
    <>
      <PageHeader
        title={`Remove ${stage.service} / ${stage.name} from AWS?`}
        description="CloudFormation deletes the stack. What holds data stays unless you say otherwise; afterwards Windlass looks whether anything else is left. The history and the releases stay in Windlass."
      />
      <Card className="mb-6 p-5">
        <h2 className="mb-3 text-heading font-semibold">What will be gone</h2>
        <DefinitionList>
          <Definition term="Stack">{stage.stackName === null ? "–" : <Mono className="break-all">{stage.stackName}</Mono>}</Definition>
          <Definition term="Account and region">{`${stage.account}, ${stage.region}`}</Definition>
          <Definition term="Addresses that stop answering">
            {stage.endpoints.length === 0 ? (
              "none"
            ) : (
              <ul>
                {stage.endpoints.map((endpoint) => (
                  <li key={endpoint.url}>
                    <Mono className="break-all">{endpoint.url}</Mono>
                  </li>
                ))}
              </ul>
            )}
          </Definition>
        </DefinitionList>
      </Card>
      <QueryView query={query}>{(preview) => <Decision stage={stage} preview={preview} />}</QueryView>
    </>
  );
}

function Decision({ stage, preview }: { stage: Stage; preview: RemovalPreview }) {
  const [choice, setChoice] = useState<RemovalChoice>(() => firstChoice(preview));
  const undecided = preview.resources.filter((resource) => isUndecided(resource, choice));
  const kept = preview.resources.filter((resource) => stays(resource, choice));
  return (
    <>
      <Card className="mb-6">
        <h2 className="px-5 py-4 text-heading font-semibold">{preview.stackName === null ? "There is no stack in AWS" : "What is in it"}</h2>
        <LossList resources={preview.resources} choice={choice} onChoose={setChoice} />
        {kept.length > 0 && (
          <p className="border-t border-line px-5 py-3.5 text-note text-ink-soft">
            What stays keeps its name and no longer belongs to a stack: a later deployment of this stage that wants the same name has to import it first.
          </p>
        )}
      </Card>
      {undecided.length > 0 ? (
        <p role="status" className="rounded-lg border border-warn-mark/40 bg-warn-soft px-4 py-3.5">
          {`Decide about ${undecided.map(({ id }) => id).join(", ")} first: keep or empty.`}
        </p>
      ) : (
        <Confirm stage={stage} choice={choice} />
      )}
    </>
  );
}

function Confirm({ stage, choice }: { stage: Stage; choice: RemovalChoice }) {
  const watch = useWatchDeployment();
  const address = { service: stage.service, stage: stage.name };
  const mutation = useMutation({
    mutationFn: () => {
      const input = { confirm: stage.name, retain: [...choice.retain], emptyBuckets: [...choice.empty].filter((id) => !choice.retain.has(id)) };
      return api.deployments.remove(address, input, { idempotencyKey: newIdempotencyKey() });
    },
    onSuccess: watch,
  });
  return (
    <Card className="p-5">
      <TypedName
        name={stage.name}
        action="Remove from AWS"
        busy={mutation.isPending}
        onConfirm={() => mutation.mutate()}
        cancel={
          <ButtonLink to="/services/$service/stages/$stage" params={address}>
            Keep it
          </ButtonLink>
        }
      >
        {mutation.error !== null && <Problem problem={problemOf(mutation.error)} />}
      </TypedName>
    </Card>
  );
}

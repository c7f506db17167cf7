import { useMutation } from "@tanstack/react-query";
import type { Stage } from "@windlass/contracts/stage";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Card } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { TypedName } from "../../ui/confirm-delete.js";
import { Definition, DefinitionList } from "../../ui/definition-list.js";
import { ButtonLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { Problem } from "../../ui/problem.js";
import { newIdempotencyKey } from "./idempotency-key.js";
import { useWatchDeployment } from "./use-deploy.js";

/** Shows what a removal deletes from AWS, and wants the stage's name typed. */
export function RemovePanel({ stage }: { stage: Stage }) {
  const watch = useWatchDeployment();
  const address = { service: stage.service, stage: stage.name };
  const mutation = useMutation({
    mutationFn: () => api.deployments.remove(address, { confirm: stage.name }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: watch,
  });
  return (
    <>
      <PageHeader
        title={`Remove ${stage.service} / ${stage.name} from AWS?`}
        description="CloudFormation deletes the stack with everything in it, data too unless a resource is marked to be retained. This cannot be undone. The history and the releases stay in Windlass."
      />
      <Card className="mb-6 p-5">
        <h2 className="mb-3 text-heading font-semibold">What will be gone</h2>
        <DefinitionList>
          <Definition term="Stack">{stage.stackName === null ? "–" : <Mono className="break-all">{stage.stackName}</Mono>}</Definition>
          <Definition term="Account and region">{`${stage.account}, ${stage.region}`}</Definition>
          <Definition term="Functions">
            {stage.functions.length === 0 ? "none" : stage.functions.map((each) => each.name).join(", ")}
          </Definition>
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
    </>
  );
}

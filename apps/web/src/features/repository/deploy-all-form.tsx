import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { Service } from "@windlass/contracts/service";
import { Layers } from "lucide-react";
import { useState } from "react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Problem } from "../../ui/problem.js";
import { Select } from "../../ui/select.js";
import { newIdempotencyKey } from "../stage/idempotency-key.js";

/** Deploys the stage of one name of all services of a repository, in waves, and goes to the page that shows them. */
export function DeployAllForm({ repository, services }: { repository: string; services: readonly Service[] }) {
  const router = useRouter();
  const names = stageNamesOf(services);
  const [chosen, setChosen] = useState(names[0] ?? "");
  const stage = names.includes(chosen) ? chosen : (names[0] ?? "");
  const deploy = useMutation({
    mutationFn: () => api.deploymentGroups.create({ stage, repository }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: ({ id }) => router.navigate({ to: "/groups/$id", params: { id } }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        deploy.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Stage" className="w-48">
          {(control) => (
            <Select {...control} value={stage} onChange={(event) => setChosen(event.target.value)}>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" busy={deploy.isPending}>
          <Layers aria-hidden />
          {countText(services, stage)}
        </Button>
      </div>
      {deploy.error !== null && <Problem problem={problemOf(deploy.error)} className="mt-4" />}
    </form>
  );
}

const havingStage = (services: readonly Service[], name: string) => services.filter(({ stages }) => stages.some((stage) => stage.name === name && stage.status !== "removed"));

/** The names of stages that more than one of the services has. */
export function stageNamesOf(services: readonly Service[]): string[] {
  const names = new Set(services.flatMap(({ stages }) => stages.map(({ name }) => name)));
  return [...names].filter((name) => havingStage(services, name).length > 1).toSorted();
}

function countText(services: readonly Service[], stage: string): string {
  return `Deploy ${havingStage(services, stage).length} services to ${stage}`;
}

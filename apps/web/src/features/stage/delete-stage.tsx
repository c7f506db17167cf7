import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Stage } from "@windlass/contracts/stage";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { stageKey } from "../../queries/stages.js";
import { Button } from "../../ui/button.js";
import { ConfirmDelete } from "../../ui/confirm-delete.js";

/** Deletes a stage from Windlass, after its name was typed. */
export function DeleteStage({ stage }: { stage: Stage }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const address = { service: stage.service, stage: stage.name };
  const mutation = useMutation({
    mutationFn: () => api.stages.delete(address),
    onSuccess: async () => {
      await navigate({ to: "/services/$service", params: { service: stage.service } });
      queryClient.removeQueries({ queryKey: stageKey(address) });
      await queryClient.invalidateQueries();
    },
  });
  return (
    <ConfirmDelete
      name={stage.name}
      title={`Delete the stage ${stage.name} from Windlass?`}
      action="Delete the stage"
      lost="Its parameters, releases, and the history of every deployment with its log are deleted. A stack that still stands in AWS is not touched."
      busy={mutation.isPending}
      problem={mutation.error === null ? null : problemOf(mutation.error)}
      trigger={<Button tone="danger-quiet">Delete the stage…</Button>}
      onConfirm={() => mutation.mutate()}
    />
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Service } from "@windlass/contracts/service";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { ConfirmDelete } from "../../ui/confirm-delete.js";

/** Deletes a service from Windlass, after its name was typed. */
export function DeleteService({ service }: { service: Service }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: () => api.services.delete(service.name),
    onSuccess: async () => {
      await navigate({ to: "/" });
      queryClient.removeQueries({ queryKey: ["services", service.name] });
      await queryClient.invalidateQueries();
    },
  });
  const count = service.stages.length;
  return (
    <ConfirmDelete
      name={service.name}
      title={`Delete ${service.name} from Windlass?`}
      action="Delete the service"
      lost={`Its ${count === 1 ? "stage" : `${count} stages`}, their parameters, and the history of every deployment with its log are deleted. Stacks that still stand in AWS are not touched: remove each stage first if you want them gone.`}
      busy={mutation.isPending}
      problem={mutation.error === null ? null : problemOf(mutation.error)}
      trigger={<Button tone="danger-quiet">Delete the service…</Button>}
      onConfirm={() => mutation.mutate()}
    />
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Repository } from "@windlass/contracts/repository";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { ConfirmDelete } from "../../ui/confirm-delete.js";
import { repositoryLabel } from "../../ui/repository-label.js";

/** Takes a repository out of Windlass, after its name was typed. */
export function DeleteRepository({ repository }: { repository: Repository }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: () => api.repositories.delete(repository.id),
    onSuccess: async () => {
      await navigate({ to: "/repositories" });
      queryClient.removeQueries({ queryKey: ["repositories", repository.id] });
      await queryClient.invalidateQueries({ queryKey: ["repositories"] });
    },
  });
  const name = repositoryLabel(repository.url);
  return (
    <ConfirmDelete
      name={name}
      title={`Take ${name} out of Windlass?`}
      action="Take the repository out"
      lost="Windlass forgets the address and its access token, and pushes to it lead to nothing. The repository itself is not touched. Services that use it must be deleted first."
      busy={mutation.isPending}
      problem={mutation.error === null ? null : problemOf(mutation.error)}
      trigger={<Button tone="danger-quiet">Take the repository out…</Button>}
      onConfirm={() => mutation.mutate()}
    />
  );
}

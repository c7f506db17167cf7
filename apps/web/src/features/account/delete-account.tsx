import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Account } from "@windlass/contracts/account";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { ConfirmDelete } from "../../ui/confirm-delete.js";

/** Disconnects an account, after its name was typed. */
export function DeleteAccount({ account }: { account: Account }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: () => api.accounts.delete(account.name),
    onSuccess: async () => {
      await navigate({ to: "/accounts" });
      queryClient.removeQueries({ queryKey: ["accounts", account.name] });
      await queryClient.invalidateQueries({ queryKey: ["accounts"] });
    },
  });
  return (
    <ConfirmDelete
      name={account.name}
      title={`Disconnect ${account.name}?`}
      action="Disconnect the account"
      lost="Windlass forgets its credentials and its external id. Nothing in AWS changes. Stages that use the account must be deleted or moved first."
      busy={mutation.isPending}
      problem={mutation.error === null ? null : problemOf(mutation.error)}
      trigger={<Button tone="danger-quiet">Disconnect the account…</Button>}
      onConfirm={() => mutation.mutate()}
    />
  );
}

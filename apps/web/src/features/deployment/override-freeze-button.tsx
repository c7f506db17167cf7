import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Deployment } from "@windlass/contracts/deployment";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { deploymentQuery } from "../../queries/deployments.js";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { ReasonDialog } from "../../ui/reason-dialog.js";

/** Lets one deployment run in spite of the freeze or pause that holds it. */
export function OverrideFreezeButton({ deployment }: { deployment: Deployment }) {
  const mayOverride = useMay("stage:override_freeze");
  const queryClient = useQueryClient();
  const override = useMutation({
    mutationFn: (reason: string) => api.deployments.overrideFreeze(deployment, { reason }),
    onSuccess: (overridden) => queryClient.setQueryData(deploymentQuery(deployment).queryKey, overridden),
  });
  const { blocker, number } = deployment;
  if (!mayOverride || blocker === null || (blocker.reason !== "frozen" && blocker.reason !== "paused")) return null;
  return (
    <ReasonDialog
      title={`Deploy #${number} in spite of the ${blocker.reason === "frozen" ? "freeze" : "pause"}?`}
      effect={`${blocker.message}. Only #${number} goes on, before the others that wait; the ${blocker.reason === "frozen" ? "freeze" : "pause"} stays.`}
      action={`Let #${number} run now`}
      busy={override.isPending}
      problem={override.error === null ? null : problemOf(override.error)}
      trigger={<Button size="small">Override…</Button>}
      onConfirm={(reason) => override.mutate(reason)}
    />
  );
}

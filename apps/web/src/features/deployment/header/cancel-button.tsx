import { useMutation, useQueryClient } from "@tanstack/react-query";
import { cancellationOf } from "@windlass/contracts/cancellation";
import type { Deployment } from "@windlass/contracts/deployment";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { useState } from "react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { deploymentQuery } from "../../../queries/deployments.js";
import { Button } from "../../../ui/button.js";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../../../ui/dialog.js";
import { Problem } from "../../../ui/problem.js";

/** Asks for a cancellation, after it said what that does in the state the deployment is in. */
export function CancelButton({ deployment, state }: { deployment: Deployment; state: DeploymentState }) {
  const [open, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.deployments.cancel(deployment),
    onSuccess: (cancelled) => {
      queryClient.setQueryData(deploymentQuery(deployment).queryKey, cancelled);
      setOpen(false);
    },
  });
  const words = cancellationOf({ state, kind: deployment.kind });
  if (!words.allowed) {
    return (
      <Button disabled title={words.why}>
        Cannot be cancelled
      </Button>
    );
  }
  // What came too late is said below the head of the page.
  if (deployment.cancelNote !== null) return null;
  if (deployment.cancelRequestedAt !== null) {
    return (
      <Button busy title="The worker stops at the next safe place">
        Cancelling…
      </Button>
    );
  }
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button tone="danger-quiet">Cancel…</Button>
      </DialogTrigger>
      <DialogContent title={`Cancel deployment #${deployment.number}?`} description={words.effect}>
        {cancel.error !== null && <Problem problem={problemOf(cancel.error)} className="mb-4" />}
        <div className="flex flex-wrap justify-end gap-2">
          <DialogClose asChild>
            <Button>Let it go on</Button>
          </DialogClose>
          <Button tone="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {words.button}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}

import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Deployment } from "@windlass/contracts/deployment";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { rollbackPreviewQuery } from "../../../queries/stages.js";
import { Button } from "../../../ui/button.js";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../../../ui/dialog.js";
import { Problem } from "../../../ui/problem.js";
import { Skeleton } from "../../../ui/skeleton.js";
import { RollbackPreviewList } from "./rollback-preview-list.js";

/** Puts this deployment's release back: shows what that will do, asks once, and goes to the new deployment. */
export function RollBackButton({ deployment }: { deployment: Deployment }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button tone="primary">
          <RotateCcw aria-hidden />
          Roll back to this…
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Roll ${deployment.stage} back to release ${deployment.release ?? deployment.number}?`}
        description="Nothing is built again: the stored template and code of that release are deployed, as a deployment of their own."
      >
        <RollbackQuestion deployment={deployment} />
      </DialogContent>
    </Dialog>
  );
}

function RollbackQuestion({ deployment: { service, stage, number } }: { deployment: Deployment }) {
  const navigate = useNavigate();
  const preview = useQuery(rollbackPreviewQuery({ service, stage }, number));
  const rollBack = useMutation({
    mutationFn: () => api.deployments.rollBack({ service, stage }, { to: number }),
    onSuccess: (created) =>
      navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { service, stage, number: created.number } }),
  });
  return (
    <>
      {preview.isPending && <Skeleton className="mb-4 h-24" />}
      {preview.error !== null && <Problem problem={problemOf(preview.error)} onRetry={() => void preview.refetch()} className="mb-4" />}
      {preview.data !== undefined && <RollbackPreviewList preview={preview.data} />}
      {rollBack.error !== null && <Problem problem={problemOf(rollBack.error)} className="mb-4" />}
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose asChild>
          <Button>Keep what runs</Button>
        </DialogClose>
        <Button tone="primary" busy={rollBack.isPending} disabled={preview.data === undefined} onClick={() => rollBack.mutate()}>
          Roll back
        </Button>
      </div>
    </>
  );
}

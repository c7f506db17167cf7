import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Deployment } from "@windlass/contracts/deployment";
import { RotateCw } from "lucide-react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { Button } from "../../../ui/button.js";
import { useToast } from "../../../ui/toast.js";

/** Requests a deployment of the same commit and goes to it. */
export function DeployAgainButton({ deployment, sha }: { deployment: Deployment; sha: string }) {
  const { service, stage } = deployment;
  const navigate = useNavigate();
  const notify = useToast();
  const deploy = useMutation({
    mutationFn: () => api.deployments.create({ service, stage }, { ref: sha }),
    onSuccess: ({ number }) => navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { service, stage, number } }),
    onError: (error) => notify({ tone: "bad", title: problemOf(error).message, text: problemOf(error).hint }),
  });
  return (
    <Button busy={deploy.isPending} onClick={() => deploy.mutate()} title={`Builds and deploys ${sha.slice(0, 7)} to ${stage} again`}>
      {!deploy.isPending && <RotateCw aria-hidden />}
      Deploy again
    </Button>
  );
}

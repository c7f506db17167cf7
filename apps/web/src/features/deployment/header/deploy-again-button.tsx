import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Deployment } from "@windlass/contracts/deployment";
import { RotateCw } from "lucide-react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { Button } from "../../../ui/button.js";
import { useToast } from "../../../ui/toast.js";

/** Requests a deployment of the same commit (or of what was asked for, when it never got that far) and goes to it. */
export function DeployAgainButton({ deployment }: { deployment: Deployment }) {
  const { service, stage } = deployment;
  const ref = deployment.commit?.sha ?? deployment.ref;
  const name = deployment.commit?.sha.slice(0, 7) ?? deployment.ref ?? "the stage's branch";
  const navigate = useNavigate();
  const notify = useToast();
  const deploy = useMutation({
    mutationFn: () => api.deployments.create({ service, stage }, ref === null ? {} : { ref }),
    onSuccess: ({ number }) => navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { service, stage, number } }),
    onError: (error) => notify({ tone: "bad", title: problemOf(error).message, text: problemOf(error).hint }),
  });
  return (
    <Button busy={deploy.isPending} onClick={() => deploy.mutate()} title={`Builds and deploys ${name} to ${stage}`}>
      {!deploy.isPending && <RotateCw aria-hidden />}
      {deployment.kind === "preview" ? "Deploy this" : "Deploy again"}
    </Button>
  );
}

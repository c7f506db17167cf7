import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { StageAddress } from "@windlass/client/address";
import type { Deployment } from "@windlass/contracts/deployment";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useToast } from "../../ui/toast.js";
import { newIdempotencyKey } from "./idempotency-key.js";

/** Goes to the page of a deployment that was just asked for. */
export function useWatchDeployment(): (deployment: Pick<Deployment, "service" | "stage" | "number">) => Promise<void> {
  const navigate = useNavigate();
  return ({ service, stage, number }) =>
    navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { service, stage, number } });
}

/** Asks for a deployment and goes to watch it. Without `ref` it takes the stage's branch. */
export function useDeploy() {
  const watch = useWatchDeployment();
  const notify = useToast();
  return useMutation({
    mutationFn: ({ ref, ...address }: StageAddress & { ref?: string | undefined }) =>
      api.deployments.create(address, ref === undefined ? {} : { ref }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: watch,
    onError: (error) => {
      const { message, hint } = problemOf(error);
      notify({ tone: "bad", title: message, text: hint });
    },
  });
}

/** Asks for the plan of a deployment of the stage's branch and goes to read it. */
export function usePreview() {
  const watch = useWatchDeployment();
  const notify = useToast();
  return useMutation({
    mutationFn: (address: StageAddress) => api.deployments.preview(address, {}, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: watch,
    onError: (error) => notify({ tone: "bad", title: problemOf(error).message, text: problemOf(error).hint }),
  });
}

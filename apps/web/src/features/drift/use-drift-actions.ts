import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import type { AcceptDrift } from "@windlass/contracts/drift";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { stageDriftQuery } from "../../queries/drift.js";
import { useToast } from "../../ui/toast.js";
import { useWatchDeployment } from "../stage/use-deploy.js";

/** What a person can do about drift: look again, put back, accept, and take an acceptance back. */
export function useDriftActions(address: StageAddress) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const watch = useWatchDeployment();
  const { queryKey } = stageDriftQuery(address);
  const onError = (error: Error) => {
    const { message, hint } = problemOf(error);
    notify({ tone: "bad", title: message, text: hint });
  };
  const check = useMutation({ mutationFn: () => api.drift.check(address), onSuccess: () => queryClient.invalidateQueries({ queryKey }), onError });
  const reapply = useMutation({ mutationFn: () => api.drift.reapply(address), onSuccess: watch, onError });
  const accept = useMutation({ mutationFn: (input: AcceptDrift) => api.drift.accept(address, input), onSuccess: (drift) => queryClient.setQueryData(queryKey, drift), onError });
  const revoke = useMutation({
    mutationFn: (fingerprints: string[]) => api.drift.revoke(address, { fingerprints }),
    onSuccess: (drift) => queryClient.setQueryData(queryKey, drift),
    onError,
  });
  return { check, reapply, accept, revoke };
}

export type DriftActions = ReturnType<typeof useDriftActions>;

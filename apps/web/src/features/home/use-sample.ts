import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useToast } from "../../ui/toast.js";

/** Creates the sample service, asks for its first deployment and goes to watch it. */
export function useSample() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const notify = useToast();
  return useMutation({
    mutationFn: () => api.sample.create(),
    onSuccess: async ({ service, stage, number }) => {
      void queryClient.invalidateQueries();
      await navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { service, stage, number } });
    },
    onError: (error) => {
      const { message, hint } = problemOf(error);
      notify({ tone: "bad", title: message, text: hint });
    },
  });
}

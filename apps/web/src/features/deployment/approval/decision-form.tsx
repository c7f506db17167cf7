import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Decision } from "@windlass/contracts/approval";
import type { Deployment } from "@windlass/contracts/deployment";
import { Check, X } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { deploymentApprovalQuery, deploymentPlanQuery, deploymentQuery } from "../../../queries/deployments.js";
import { Button } from "../../../ui/button.js";
import { useCommands, type Command } from "../../../ui/commands.js";
import { Field } from "../../../ui/field.js";
import { Textarea } from "../../../ui/input.js";
import { Problem } from "../../../ui/problem.js";

/** Approves or rejects the plan that the reader sees. A rejection says why. */
export function DecisionForm({ deployment, planHash }: { deployment: Deployment; planHash: string }) {
  const [comment, setComment] = useState("");
  const [silent, setSilent] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const decide = useDecision(deployment, planHash);
  useCommands(useMemo<Command[]>(() => [{ id: "decide", label: "Decide on this plan", group: "This deployment", keys: "a", run: () => field.current?.focus() }], []));
  const say = (decision: Decision) => {
    const isSilent = decision === "reject" && comment.trim() === "";
    setSilent(isSilent);
    if (isSilent) field.current?.focus();
    else decide.mutate({ decision, comment });
  };
  return (
    <form
      className="mt-3 max-w-xl space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        say("approve");
      }}
    >
      <Field label="Comment" optional error={silent ? "Say why, so that it can be changed." : undefined} hint="Kept with your decision. Ctrl-Enter approves.">
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            className="min-h-14"
            value={comment}
            maxLength={2_000}
            onChange={(event) => setComment(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      {decide.error !== null && <Problem problem={problemOf(decide.error)} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={decide.isPending}>
          <Check aria-hidden />
          Approve this plan
        </Button>
        <Button tone="danger-quiet" disabled={decide.isPending} onClick={() => say("reject")}>
          <X aria-hidden />
          Reject it
        </Button>
      </div>
    </form>
  );
}

function useDecision(deployment: Deployment, planHash: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ decision, comment }: { decision: Decision; comment: string }) => api.deployments.decide(deployment, { decision, comment, planHash }),
    onSuccess: (approval) => queryClient.setQueryData(deploymentApprovalQuery(deployment, deployment.id).queryKey, approval),
    // Whatever became of it, the plan or its state may be another by now.
    onSettled: () =>
      Promise.all(
        [deploymentApprovalQuery(deployment, deployment.id), deploymentPlanQuery(deployment, deployment.id), deploymentQuery(deployment)].map(({ queryKey }) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

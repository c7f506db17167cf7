import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Stage } from "@windlass/contracts/stage";
import { Pause, Play } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { stageQuery } from "../../queries/stages.js";
import { Button } from "../../ui/button.js";
import { ReasonDialog } from "../../ui/reason-dialog.js";
import { useToast } from "../../ui/toast.js";

/** Pauses a stage, after it said what that does, or resumes it. */
export function PauseButton({ stage }: { stage: Stage }) {
  const address = { service: stage.service, stage: stage.name };
  const mayFreeze = useMay("stage:freeze");
  const queryClient = useQueryClient();
  const notify = useToast();
  const show = (changed: Stage) => queryClient.setQueryData(stageQuery(address).queryKey, changed);
  const pause = useMutation({ mutationFn: (reason: string) => api.stages.pause(address, { reason }), onSuccess: show });
  const resume = useMutation({
    mutationFn: () => api.stages.resume(address),
    onSuccess: show,
    onError: (error) => notify({ tone: "bad", title: "Not resumed", text: problemOf(error).message }),
  });
  if (!mayFreeze) return null;
  if (stage.hold?.reason === "paused") {
    return (
      <Button busy={resume.isPending} onClick={() => resume.mutate()}>
        <Play aria-hidden />
        Resume
      </Button>
    );
  }
  return (
    <ReasonDialog
      title={`Pause ${stage.service} / ${stage.name}?`}
      effect="What runs goes on to its end. What is asked for from now on, by people or pushes, waits in the queue until the stage is resumed."
      action="Pause the stage"
      busy={pause.isPending}
      problem={pause.error === null ? null : problemOf(pause.error)}
      trigger={
        <Button>
          <Pause aria-hidden />
          Pause…
        </Button>
      }
      onConfirm={(reason) => pause.mutate(reason)}
    />
  );
}

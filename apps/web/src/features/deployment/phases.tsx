import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ProblemPhase } from "@windlass/contracts/error";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { ButtonLink } from "../../ui/link.js";
import { useToast } from "../../ui/toast.js";

/** The deployments that lead, in order, to where the refused one wanted to go: the first is a button, the others are links. */
export function Phases({ phases }: { phases: readonly ProblemPhase[] }) {
  return (
    <ol aria-label="How to get there" className="w-full space-y-3 rounded-md border border-line bg-surface px-3 py-2.5">
      {phases.map((phase, index) => (
        <li key={index} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
          <span className="text-note text-ink-faint tabular-nums">{`${index + 1}.`}</span>
          <div className="min-w-0">
            <p className="font-medium break-words">{phase.title}</p>
            <p className="text-note text-ink-soft">{phase.text}</p>
            <div className="mt-1.5 flex flex-wrap gap-2">
              {phase.stages.map((stage) => (
                <PhaseAction key={`${stage.service}/${stage.stage}`} stage={stage} keepExports={phase.keepExports} />
              ))}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}

function PhaseAction({ stage, keepExports }: { stage: ProblemPhase["stages"][number]; keepExports: string[] | undefined }) {
  const mayDeploy = useMay("deployment:create");
  const navigate = useNavigate();
  const notify = useToast();
  const deploy = useMutation({
    mutationFn: (keep: string[]) => api.deployments.create(stage, { keepExports: keep }),
    onSuccess: ({ service, stage: name, number }) => navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { service, stage: name, number } }),
    onError: (error) => notify({ tone: "bad", title: problemOf(error).message, text: problemOf(error).hint }),
  });
  if (keepExports === undefined || !mayDeploy) {
    return (
      <ButtonLink size="small" to="/services/$service/stages/$stage" params={stage}>
        {`Open ${stage.service} / ${stage.stage}`}
      </ButtonLink>
    );
  }
  return (
    <Button size="small" tone="primary" busy={deploy.isPending} onClick={() => deploy.mutate(keepExports)}>
      Deploy and keep them
    </Button>
  );
}

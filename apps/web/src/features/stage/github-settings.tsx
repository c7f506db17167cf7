import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Stage } from "@windlass/contracts/stage";
import type { StageForgeSettings } from "@windlass/contracts/stage-settings";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { stageQuery } from "../../queries/stages.js";
import { Card, Section } from "../../ui/card.js";
import { Problem } from "../../ui/problem.js";
import { SegmentedChoice } from "../../ui/segmented-choice.js";

const productionLabels = { auto: "By itself", yes: "Yes", no: "No" } as const;
const commandLabels = { write: "Who may write", admin: "Administrators", nobody: "Nobody" } as const;

/** What GitHub counts the stage as, and who may deploy it by a comment. Takes effect at once. */
export function GithubSettings({ stage }: { stage: Stage }) {
  const address = { service: stage.service, stage: stage.name };
  const mayUpdate = useMay("stage:update");
  const queryClient = useQueryClient();
  const update = useMutation({
    mutationFn: (forge: StageForgeSettings) => api.stages.update(address, { settings: { forge } }),
    onSuccess: (updated) => queryClient.setQueryData(stageQuery(address).queryKey, updated),
  });
  const forge = update.isPending ? update.variables : stage.settings.forge;
  return (
    <Section title="GitHub and GitLab" description="What they count the stage as, and who may use /windlass deploy and /windlass rollback in a comment of a pull or merge request. Approvals apply all the same.">
      <Card className="p-5">
        <fieldset disabled={!mayUpdate} className="flex flex-wrap gap-x-8 gap-y-4">
          <SegmentedChoice
            label="A production environment (by itself: where deployments wait for approval, or it is called so)"
            options={["auto", "yes", "no"]}
            labels={productionLabels}
            value={forge.production}
            onChange={(production) => update.mutate({ ...forge, production })}
          />
          <SegmentedChoice
            label="Commands in comments, by the permission in the repository"
            options={["write", "admin", "nobody"]}
            labels={commandLabels}
            value={forge.commands}
            onChange={(commands) => update.mutate({ ...forge, commands })}
          />
        </fieldset>
        {update.error !== null && <Problem problem={problemOf(update.error)} />}
      </Card>
    </Section>
  );
}

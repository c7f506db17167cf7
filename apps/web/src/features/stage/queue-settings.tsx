import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Stage } from "@windlass/contracts/stage";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { stageQuery } from "../../queries/stages.js";
import { Card, Section } from "../../ui/card.js";
import { SwitchField } from "../../ui/field.js";
import { Problem } from "../../ui/problem.js";
import { Switch } from "../../ui/switch.js";

/** Whether newer pushes take the place of older ones that wait. Takes effect at once. */
export function QueueSettings({ stage }: { stage: Stage }) {
  const address = { service: stage.service, stage: stage.name };
  const mayUpdate = useMay("stage:update");
  const queryClient = useQueryClient();
  const update = useMutation({
    mutationFn: (supersedePushes: boolean) => api.stages.update(address, { settings: { supersedePushes } }),
    onSuccess: (updated) => queryClient.setQueryData(stageQuery(address).queryKey, updated),
  });
  return (
    <Section title="Queue" description="A stage runs one deployment at a time; the others wait in their order.">
      <Card className="space-y-4 p-5">
        <SwitchField
          label="A newer push takes the place of older ones"
          hint="Older pushes to the same branch that have not begun, or whose plan nobody has approved yet, end as superseded. What people asked for is never superseded."
        >
          {(control) => (
            <Switch
              {...control}
              checked={update.isPending ? update.variables : stage.settings.supersedePushes}
              disabled={!mayUpdate || update.isPending}
              onCheckedChange={(checked) => update.mutate(checked)}
            />
          )}
        </SwitchField>
        {update.error !== null && <Problem problem={problemOf(update.error)} />}
      </Card>
    </Section>
  );
}

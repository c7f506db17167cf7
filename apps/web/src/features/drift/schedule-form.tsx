import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Stage } from "@windlass/contracts/stage";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { stageQuery } from "../../queries/stages.js";
import { Field } from "../../ui/field.js";
import { Problem } from "../../ui/problem.js";
import { Select } from "../../ui/select.js";
import { useToast } from "../../ui/toast.js";

const choices = [
  [15, "every 15 minutes"],
  [60, "every hour"],
  [360, "every 6 hours"],
  [1_440, "every day"],
] as const;

/** How often drift is looked for by itself. */
export function ScheduleForm({ stage }: { stage: Stage }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const { driftEveryMinutes: current } = stage.settings;
  const save = useMutation({
    mutationFn: (driftEveryMinutes: number | null) => api.stages.update(address, { settings: { driftEveryMinutes } }),
    onSuccess: (updated) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      notify({ tone: "good", title: "Schedule saved" });
    },
  });
  const known = current === null || choices.some(([minutes]) => minutes === current);
  return (
    <div className="max-w-xl space-y-4">
      <Field label="Look for drift" hint="Each check asks Lambda a few questions for every function.">
        {(control) => (
          <Select {...control} disabled={save.isPending} value={current ?? "never"} onChange={(event) => save.mutate(event.target.value === "never" ? null : Number(event.target.value))}>
            <option value="never">only when asked</option>
            {choices.map(([minutes, text]) => (
              <option key={minutes} value={minutes}>
                {text}
              </option>
            ))}
            {!known && <option value={current}>{`every ${current} minutes`}</option>}
          </Select>
        )}
      </Field>
      {save.error !== null && <Problem problem={problemOf(save.error)} />}
    </div>
  );
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { timeZoneSchema } from "@windlass/contracts/freeze-window";
import { stageScheduleSchema } from "@windlass/contracts/schedule";
import type { Stage } from "@windlass/contracts/stage";
import { z } from "zod";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { useFormMutation } from "../../../forms/use-form-mutation.js";
import { useZodForm } from "../../../forms/use-zod-form.js";
import { schedulePreviewQuery } from "../../../queries/schedules.js";
import { stageQuery } from "../../../queries/stages.js";
import { Button } from "../../../ui/button.js";
import { Field } from "../../../ui/field.js";
import { Input } from "../../../ui/input.js";
import { Problem } from "../../../ui/problem.js";
import { AbsoluteTime } from "../../../ui/relative-time.js";
import { useToast } from "../../../ui/toast.js";

const formSchema = z.object({ cron: z.union([z.literal(""), stageScheduleSchema.shape.cron]), timeZone: timeZoneSchema });
type Values = z.output<typeof formSchema>;

/** When a stage is deployed by itself, with the next times as they are typed. */
export function DeployScheduleForm({ stage }: { stage: Stage }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const form = useZodForm(formSchema, valuesOf(stage));
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["cron", "timeZone"],
    send: ({ cron, timeZone }: Values) => api.stages.update(address, { settings: { schedule: cron === "" ? null : { cron, timeZone } } }),
    onSuccess: (updated) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      form.reset(valuesOf(updated));
      notify({ tone: "good", title: "Schedule saved" });
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Schedule" optional error={errors.cron?.message} hint="Minute, hour, day of month, month, day of week: 0 6 * * 1-5 is workdays at six. Empty: none.">
          {(control) => <Input {...control} machine {...form.register("cron")} />}
        </Field>
        <Field label="Time zone of the schedule" error={errors.timeZone?.message}>
          {(control) => <Input {...control} machine {...form.register("timeZone")} />}
        </Field>
      </div>
      <NextTimes {...form.watch()} />
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save the schedule
      </Button>
    </form>
  );
}

function NextTimes(values: Values) {
  const schedule = stageScheduleSchema.safeParse(values);
  const preview = useQuery({ ...schedulePreviewQuery(schedule.data ?? values), enabled: schedule.success });
  if (!schedule.success) return null;
  return (
    <div role="status" aria-label="Next times" className="rounded-md border border-line bg-sunken px-3.5 py-2.5 text-note text-ink-soft">
      {preview.error !== null && <p className="text-bad">{problemOf(preview.error).message}</p>}
      {preview.data !== undefined && (
        <>
          <p>Deploys what the branch has then; where nothing is new, it ends as unchanged. Next:</p>
          <ol className="mt-1">
            {preview.data.next.map((at) => (
              <li key={at}>
                <AbsoluteTime at={at} />
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function valuesOf({ settings: { schedule } }: Stage): Values {
  return { cron: schedule?.cron ?? "", timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone };
}

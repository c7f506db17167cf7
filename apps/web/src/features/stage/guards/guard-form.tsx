import { useQueryClient } from "@tanstack/react-query";
import type { Stage } from "@windlass/contracts/stage";
import { useFieldArray } from "react-hook-form";
import { api } from "../../../api/client.js";
import { useFormMutation } from "../../../forms/use-form-mutation.js";
import { useZodForm } from "../../../forms/use-zod-form.js";
import { stageQuery } from "../../../queries/stages.js";
import { Button } from "../../../ui/button.js";
import { Field } from "../../../ui/field.js";
import { Input, Textarea } from "../../../ui/input.js";
import { Problem } from "../../../ui/problem.js";
import { useToast } from "../../../ui/toast.js";
import { guardValuesSchema, newRequest, settingsOf, valuesOf, type GuardFormHandle, type GuardValues } from "./guard-values.js";
import { SmokeRow } from "./smoke-row.js";

/** What watches a fresh release of the stage. */
export function GuardForm({ stage }: { stage: Stage }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const form: GuardFormHandle = useZodForm(guardValuesSchema, valuesOf(stage.settings.guards));
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["smoke", "alarms", "errorRate", "duration", "minimumSamples", "bakeMinutes"],
    send: (values: GuardValues) => api.stages.update(address, { settings: { guards: settingsOf(values) } }),
    onSuccess: (updated) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      form.reset(valuesOf(updated.settings.guards));
      notify({ tone: "good", title: "Guards saved", text: "They watch from the next deployment on." });
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="space-y-6" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <SmokeRows form={form} />
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-3">
        <Field label="Error rate may rise by" optional error={errors.errorRate?.message} hint="Percentage points above the same time before the deployment.">
          {(control) => <Input {...control} inputMode="decimal" {...form.register("errorRate")} />}
        </Field>
        <Field label="p95 duration may rise by" optional error={errors.duration?.message} hint="Percent above the same time before the deployment.">
          {(control) => <Input {...control} inputMode="decimal" {...form.register("duration")} />}
        </Field>
        <Field label="Invocations needed" error={errors.minimumSamples?.message} hint="Below so many the numbers say nothing.">
          {(control) => <Input {...control} inputMode="numeric" {...form.register("minimumSamples")} />}
        </Field>
      </div>
      <Field label="CloudWatch alarms" optional className="max-w-xl" error={errors.alarms?.message} hint="One name per line, in the stage's account and region. One that begins to ring puts the release before back.">
        {(control) => <Textarea {...control} machine rows={3} {...form.register("alarms")} />}
      </Field>
      <Field label="Bake time in minutes" className="max-w-xl" error={errors.bakeMinutes?.message} hint="How long alarms and metrics are watched. CloudWatch itself is a minute or two late; 0 means one look.">
        {(control) => <Input {...control} className="w-32" inputMode="decimal" {...form.register("bakeMinutes")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save the guards
      </Button>
    </form>
  );
}

function SmokeRows({ form }: { form: GuardFormHandle }) {
  const rows = useFieldArray({ control: form.control, name: "smoke" });
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">Smoke requests</legend>
      <p className="mb-3 max-w-[68ch] text-note text-ink-faint">Sent once after a deployment, a few times if the answer is not the one that is wanted. A path goes below the stage's first endpoint.</p>
      <ul className="mb-3 space-y-3">
        {rows.fields.map((field, index) => (
          <SmokeRow key={field.id} form={form} index={index} onRemove={() => rows.remove(index)} />
        ))}
      </ul>
      <Button size="small" onClick={() => rows.append(newRequest)}>
        Add a smoke request
      </Button>
    </fieldset>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import type { Stage } from "@windlass/contracts/stage";
import { canarySettingsSchema, type CanarySettings } from "@windlass/contracts/stage-settings";
import { Controller, useWatch } from "react-hook-form";
import { z } from "zod";
import { api } from "../../../api/client.js";
import { useFormMutation } from "../../../forms/use-form-mutation.js";
import { useZodForm } from "../../../forms/use-zod-form.js";
import { stageQuery } from "../../../queries/stages.js";
import { Button } from "../../../ui/button.js";
import { Field, SwitchField } from "../../../ui/field.js";
import { Input } from "../../../ui/input.js";
import { Problem } from "../../../ui/problem.js";
import { Switch } from "../../../ui/switch.js";
import { useToast } from "../../../ui/toast.js";

const formSchema = z.object({
  on: z.boolean(),
  shares: z.string().refine((text) => canarySettingsSchema.safeParse({ steps: sharesOf(text), stepSeconds: 1 }).success, "Use shares in percent that grow and end with 100, such as 5, 25, 100."),
  minutes: z.string().refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= 1_440, "Use minutes, more than 0 and at most 1440."),
});
type Values = z.output<typeof formSchema>;

function sharesOf(text: string): number[] {
  return text.split(",").map((share) => Number(share.replace("%", "").trim()));
}

function valuesOf(canary: CanarySettings | null): Values {
  return { on: canary !== null, shares: (canary?.steps ?? [5, 25, 100]).join(", "), minutes: String(Math.round(((canary?.stepSeconds ?? 300) / 60) * 100) / 100) };
}

function settingsOf({ on, shares, minutes }: Values): CanarySettings | null {
  return on ? { steps: sharesOf(shares), stepSeconds: Math.max(1, Math.round(Number(minutes) * 60)) } : null;
}

/** Whether new versions of the functions get the traffic in shares. */
export function CanaryForm({ stage }: { stage: Stage }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const form = useZodForm(formSchema, valuesOf(stage.settings.canary));
  const on = useWatch({ control: form.control, name: "on" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["on", "shares", "minutes"],
    send: (values: Values) => api.stages.update(address, { settings: { canary: settingsOf(values) } }),
    onSuccess: (updated) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      form.reset(valuesOf(updated.settings.canary));
      notify({ tone: "good", title: "Canary saved", text: "It counts from the next deployment on; the first one makes the aliases and shifts nothing yet." });
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Controller
        control={form.control}
        name="on"
        render={({ field }) => (
          <SwitchField label="Shift traffic in shares" hint="Every function gets an alias that its events call. Guards watch each share; one that trips gives the old versions all traffic again at once.">
            {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
          </SwitchField>
        )}
      />
      {on && (
        <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
          <Field label="Shares in percent" error={errors.shares?.message} hint="They grow and end with 100.">
            {(control) => <Input {...control} machine {...form.register("shares")} />}
          </Field>
          <Field label="Minutes per share" error={errors.minutes?.message} hint="The last one is watched by the bake time.">
            {(control) => <Input {...control} inputMode="decimal" {...form.register("minutes")} />}
          </Field>
        </div>
      )}
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save the canary
      </Button>
    </form>
  );
}

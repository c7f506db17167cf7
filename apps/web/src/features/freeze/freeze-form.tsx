import { useQueryClient } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import { timeZoneSchema, weekdays, type CreateFreezeWindow } from "@windlass/contracts/freeze-window";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { Select } from "../../ui/select.js";

const formSchema = z
  .object({
    name: z.string().trim().min(1, "Say what it is for."),
    kind: z.enum(["once", "weekly"]),
    timeZone: timeZoneSchema,
    from: z.string(),
    to: z.string(),
    days: z.array(z.string()),
    startsAt: z.string(),
    endsAt: z.string(),
  })
  .superRefine((values, context) => {
    const report = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (values.kind === "once") {
      if (values.from === "") report("from", "Choose when it begins.");
      else if (values.to !== "" && values.to <= values.from) report("to", "The end must be after the beginning.");
      return;
    }
    if (values.days.length === 0) report("days", "Choose at least one day.");
    if (values.startsAt === "") report("startsAt", "Choose a time.");
    if (values.endsAt === "") report("endsAt", "Choose a time.");
  });
type Values = z.output<typeof formSchema>;

const zones = Intl.supportedValuesOf("timeZone");

/** Plans a freeze: once, or on weekdays, in a time zone. */
export function FreezeForm({ of, onDone }: { of: StageAddress | null; onDone: () => void }) {
  const queryClient = useQueryClient();
  const form = useZodForm(formSchema, {
    name: "",
    kind: "once",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    from: "",
    to: "",
    days: [],
    startsAt: "18:00",
    endsAt: "08:00",
  });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["name", "timeZone", "from", "to", "days"],
    send: (values: Values) => api.freezeWindows.create(toInput(values, of)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["freeze-windows"] });
      onDone();
    },
  });
  const { errors } = form.formState;
  const isWeekly = form.watch("kind") === "weekly";
  return (
    <form className="space-y-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Name" error={errors.name?.message} hint="Shown to those who wait.">
        {(control) => <Input {...control} {...form.register("name")} />}
      </Field>
      <Field label="When">
        {(control) => (
          <Select {...control} {...form.register("kind")}>
            <option value="once">Once, or until it is removed</option>
            <option value="weekly">Every week</option>
          </Select>
        )}
      </Field>
      {isWeekly ? (
        <>
          <Days register={form.register("days")} error={errors.days?.message} />
          <div className="grid grid-cols-2 gap-4">
            <Field label="From" error={errors.startsAt?.message}>
              {(control) => <Input {...control} type="time" {...form.register("startsAt")} />}
            </Field>
            <Field label="To" error={errors.endsAt?.message} hint="Earlier than its beginning: on the next day.">
              {(control) => <Input {...control} type="time" {...form.register("endsAt")} />}
            </Field>
          </div>
        </>
      ) : (
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field label="From" error={errors.from?.message}>
            {(control) => <Input {...control} type="datetime-local" {...form.register("from")} />}
          </Field>
          <Field label="To" optional error={errors.to?.message} hint="Empty: until it is removed.">
            {(control) => <Input {...control} type="datetime-local" {...form.register("to")} />}
          </Field>
        </div>
      )}
      <Field label="Time zone" error={errors.timeZone?.message}>
        {(control) => (
          <>
            <Input {...control} machine list="time-zones" {...form.register("timeZone")} />
            <datalist id="time-zones">
              {zones.map((zone) => (
                <option key={zone} value={zone}>
                  {zone}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <div className="flex justify-end">
        <Button type="submit" tone="primary" busy={mutation.isPending}>
          Plan the freeze
        </Button>
      </div>
    </form>
  );
}

function Days({ register, error }: { register: object; error: string | undefined }) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">Begins on</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {weekdays.map((day, index) => (
          <label key={day} className="inline-flex items-center gap-1.5">
            <input type="checkbox" value={String(index + 1)} className="size-4 accent-accent" {...register} />
            {day}
          </label>
        ))}
      </div>
      {error !== undefined && <p className="mt-1.5 text-note font-medium text-bad">{error}</p>}
    </fieldset>
  );
}

function toInput(values: Values, of: StageAddress | null): CreateFreezeWindow {
  const { name, timeZone } = values;
  return {
    name,
    timeZone,
    ...of,
    schedule:
      values.kind === "once"
        ? { kind: "once", from: values.from, to: values.to === "" ? null : values.to }
        : { kind: "weekly", days: values.days.map(Number), from: values.startsAt, to: values.endsAt },
  };
}

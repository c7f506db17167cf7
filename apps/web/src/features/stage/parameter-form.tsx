import { useQueryClient } from "@tanstack/react-query";
import { stageParameterSchema, type Stage, type StageParameter } from "@windlass/contracts/stage";
import { Plus, Trash2 } from "lucide-react";
import { Controller, useFieldArray, useWatch, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { stageQuery } from "../../queries/stages.js";
import { Button } from "../../ui/button.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { Switch } from "../../ui/switch.js";
import { useToast } from "../../ui/toast.js";

const rowSchema = z.object({
  name: stageParameterSchema.shape.name,
  value: z.string(),
  secret: z.boolean(),
  /** A secret that is stored already: left empty it stays as it is. */
  stored: z.boolean(),
});
const formSchema = z.object({ parameters: z.array(rowSchema).max(200) });
type Values = z.output<typeof formSchema>;
type Form = UseFormReturn<Values, unknown, Values>;

const rowsOf = (parameters: readonly StageParameter[]) =>
  parameters.map(({ name, value, secret }) => ({ name, value: value ?? "", secret, stored: secret }));

function parameterOf({ name, value, secret, stored }: z.output<typeof rowSchema>): StageParameter {
  return { name, secret, value: secret && stored && value === "" ? null : value };
}

/** The parameters of a stage. Values of secrets never come back from the server; a new value replaces the stored one. */
export function ParameterForm({ stage }: { stage: Stage }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const form: Form = useZodForm(formSchema, { parameters: rowsOf(stage.parameters) });
  const rows = useFieldArray({ control: form.control, name: "parameters" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["parameters"],
    send: ({ parameters }: Values) => api.stages.update(address, { parameters: parameters.map(parameterOf) }),
    onSuccess: (updated) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      form.reset({ parameters: rowsOf(updated.parameters) });
      notify({ tone: "good", title: "Parameters saved", text: "They count from the next deployment on." });
    },
  });
  return (
    <form noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      {rows.fields.length === 0 && <p className="mb-4 text-ink-soft">No parameters yet.</p>}
      <ul className="mb-4 space-y-4 sm:space-y-3">
        {rows.fields.map((field, index) => (
          <ParameterRow key={field.id} form={form} index={index} onRemove={() => rows.remove(index)} />
        ))}
      </ul>
      {problem !== null && <Problem problem={problem} className="mb-4" />}
      <div className="flex flex-wrap gap-2.5">
        <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!form.formState.isDirty}>
          Save the parameters
        </Button>
        <Button onClick={() => rows.append({ name: "", value: "", secret: false, stored: false })}>
          <Plus aria-hidden />
          Add a parameter
        </Button>
      </div>
    </form>
  );
}

function ParameterRow({ form, index, onRemove }: { form: Form; index: number; onRemove: () => void }) {
  const row = useWatch({ control: form.control, name: `parameters.${index}` });
  const error = form.formState.errors.parameters?.[index]?.name?.message ?? form.formState.errors.parameters?.[index]?.value?.message;
  const errorId = `parameter-${index}-error`;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_auto_auto] sm:items-center">
      <Input
        machine
        aria-label={`Name of parameter ${index + 1}`}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : errorId}
        placeholder="name"
        {...form.register(`parameters.${index}.name`)}
      />
      <Input
        machine
        className="max-sm:order-last max-sm:col-span-2"
        aria-label={`Value of ${row.name === "" ? `parameter ${index + 1}` : row.name}`}
        type={row.secret ? "password" : "text"}
        autoComplete="off"
        placeholder={row.stored && row.secret ? "stored; type to replace" : "value"}
        {...form.register(`parameters.${index}.value`)}
      />
      <Controller
        control={form.control}
        name={`parameters.${index}.secret`}
        render={({ field }) => (
          <label htmlFor={`parameter-${index}-secret`} className="flex items-center gap-2 text-note text-ink-soft">
            <Switch id={`parameter-${index}-secret`} checked={field.value} onCheckedChange={field.onChange} />
            Secret
          </label>
        )}
      />
      <Button
        tone="quiet"
        size="icon"
        aria-label={`Remove ${row.name === "" ? `parameter ${index + 1}` : row.name}`}
        className="max-sm:hidden"
        onClick={onRemove}
      >
        <Trash2 aria-hidden />
      </Button>
      <Button tone="quiet" size="small" className="hidden justify-self-start max-sm:order-last max-sm:inline-flex" onClick={onRemove}>
        Remove
      </Button>
      {error !== undefined && (
        <p id={errorId} className="col-span-full text-note font-medium text-bad">
          {error}
        </p>
      )}
    </li>
  );
}

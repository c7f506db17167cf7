import { useQueryClient } from "@tanstack/react-query";
import { createTokenSchema, type CreatedToken } from "@windlass/contracts/token";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { Select } from "../../ui/select.js";

const lifetimes = [
  { days: "7", label: "7 days" },
  { days: "30", label: "30 days" },
  { days: "90", label: "90 days" },
  { days: "365", label: "1 year" },
  { days: "", label: "Never" },
];

const formSchema = z
  .object({ name: z.string(), days: z.string() })
  .transform(({ name, days }): z.input<typeof createTokenSchema> => ({ name, expiresInDays: days === "" ? null : Number(days) }))
  .pipe(createTokenSchema);

/** Makes an API token; its secret is in the answer and nowhere else. */
export function CreateTokenForm({ onCreated }: { onCreated: (token: CreatedToken) => void }) {
  const queryClient = useQueryClient();
  const form = useZodForm(formSchema, { name: "", days: "90" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["name", "days"],
    aliases: { expiresInDays: "days" },
    send: (values) => api.tokens.create(values),
    onSuccess: async (token) => {
      form.reset();
      onCreated(token);
      await queryClient.invalidateQueries({ queryKey: ["tokens"] });
    },
  });
  const { errors } = form.formState;
  return (
    <form className="space-y-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-[minmax(0,1fr)_10rem_auto] sm:items-start">
        <Field label="What it is for" error={errors.name?.message}>
          {(control) => <Input {...control} placeholder="CI of orders" {...form.register("name")} />}
        </Field>
        <Field label="Expires after" error={errors.days?.message}>
          {(control) => (
            <Select {...control} {...form.register("days")}>
              {lifetimes.map(({ days, label }) => (
                <option key={days} value={days}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" tone="primary" busy={mutation.isPending} className="sm:mt-6.75">
          Create the token
        </Button>
      </div>
      {problem !== null && <Problem problem={problem} />}
    </form>
  );
}

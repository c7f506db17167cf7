import { useQueryClient } from "@tanstack/react-query";
import { createAccountSchema, type Account } from "@windlass/contracts/account";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { RadioCards } from "../../ui/radio-cards.js";
import { RegionInput } from "../../ui/region-input.js";

const kinds = [
  { value: "role", label: "IAM role", text: "Windlass assumes a role in your account. No long-lived secret; the best choice." },
  { value: "keys", label: "Access keys", text: "An access key id and its secret, stored encrypted." },
  { value: "ambient", label: "The server's credentials", text: "What the server has already: an instance profile, or AWS variables of its environment." },
] as const;

/** All fields of all kinds, as the form holds them; `createAccountSchema` judges those of the chosen kind. */
const formSchema = z
  .object({
    kind: z.enum(["role", "keys", "ambient"]),
    name: z.string(),
    defaultRegion: z.string(),
    roleArn: z.string().trim(),
    accessKeyId: z.string().trim(),
    secretAccessKey: z.string().trim(),
  })
  .transform(({ kind, name, defaultRegion, roleArn, accessKeyId, secretAccessKey }): z.input<typeof createAccountSchema> => {
    const common = { name, defaultRegion };
    if (kind === "role") return { ...common, kind, roleArn };
    return kind === "keys" ? { ...common, kind, accessKeyId, secretAccessKey } : { ...common, kind };
  })
  .pipe(createAccountSchema);

/** Connects an AWS account: how Windlass reaches it, and the region that new stages begin with. */
export function CreateAccountForm({ onCreated }: { onCreated: (account: Account) => Promise<void> }) {
  const queryClient = useQueryClient();
  const form = useZodForm(formSchema, { kind: "role", name: "", defaultRegion: "us-east-1", roleArn: "", accessKeyId: "", secretAccessKey: "" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["name", "defaultRegion", "roleArn", "accessKeyId", "secretAccessKey"],
    send: (values) => api.accounts.create(values),
    onSuccess: async (account) => {
      void queryClient.invalidateQueries();
      await onCreated(account);
    },
  });
  const { errors } = form.formState;
  const kind = useWatch({ control: form.control, name: "kind" });
  return (
    <form className="space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <RadioCards label="How Windlass reaches it" choices={kinds} {...form.register("kind")} />
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <Field label="Name" error={errors.name?.message} hint="For menus and commands.">
          {(control) => <Input {...control} machine placeholder="production" {...form.register("name")} />}
        </Field>
        <Field label="Usual region" error={errors.defaultRegion?.message}>
          {(control) => <RegionInput {...control} {...form.register("defaultRegion")} />}
        </Field>
      </div>
      {kind === "role" && (
        <Field
          label="Role ARN"
          error={errors.roleArn?.message}
          hint="Make a role that may deploy your stacks. The next page shows the external id and the trust policy to paste into it."
        >
          {(control) => <Input {...control} machine placeholder="arn:aws:iam::111122223333:role/windlass" {...form.register("roleArn")} />}
        </Field>
      )}
      {kind === "keys" && (
        <>
          <Field label="Access key id" error={errors.accessKeyId?.message}>
            {(control) => <Input {...control} machine autoComplete="off" placeholder="AKIA…" {...form.register("accessKeyId")} />}
          </Field>
          <Field label="Secret access key" error={errors.secretAccessKey?.message} hint="Stored encrypted, and never shown again.">
            {(control) => <Input {...control} machine type="password" autoComplete="off" {...form.register("secretAccessKey")} />}
          </Field>
        </>
      )}
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending}>
        Connect the account
      </Button>
    </form>
  );
}

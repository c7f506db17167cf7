import { useQueryClient } from "@tanstack/react-query";
import { updateAccountSchema, type Account } from "@windlass/contracts/account";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { RegionInput } from "../../ui/region-input.js";
import { useToast } from "../../ui/toast.js";

const text = z.string().trim();
/** Empty fields are left as they are. */
const formSchema = z
  .object({ name: text, defaultRegion: text, roleArn: text, accessKeyId: text, secretAccessKey: text })
  .transform((values): z.input<typeof updateAccountSchema> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "")))
  .pipe(updateAccountSchema);

/** Name, region and credentials of an account that exists. */
export function AccountSettingsForm({ account, onSaved }: { account: Account; onSaved: (account: Account) => Promise<void> }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const values = {
    name: account.name,
    defaultRegion: account.defaultRegion,
    roleArn: account.roleArn ?? "",
    accessKeyId: account.kind === "keys" ? (account.accessKeyId ?? "") : "",
    secretAccessKey: "",
  };
  const form = useZodForm(formSchema, values);
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["name", "defaultRegion", "roleArn", "accessKeyId", "secretAccessKey"],
    send: (changes) => api.accounts.update(account.name, changes),
    onSuccess: async (updated) => {
      await queryClient.invalidateQueries({ queryKey: ["accounts"] });
      form.reset({ ...form.getValues(), secretAccessKey: "" });
      notify({ tone: "good", title: "Account saved" });
      await onSaved(updated);
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((changes) => mutation.mutate(changes))(event)}>
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <Field label="Name" error={errors.name?.message}>
          {(control) => <Input {...control} machine disabled={account.kind === "sandbox"} {...form.register("name")} />}
        </Field>
        <Field label="Usual region" error={errors.defaultRegion?.message}>
          {(control) => <RegionInput {...control} {...form.register("defaultRegion")} />}
        </Field>
      </div>
      {account.kind === "role" && (
        <Field label="Role ARN" error={errors.roleArn?.message}>
          {(control) => <Input {...control} machine {...form.register("roleArn")} />}
        </Field>
      )}
      {account.kind === "keys" && (
        <>
          <Field label="Access key id" error={errors.accessKeyId?.message}>
            {(control) => <Input {...control} machine autoComplete="off" {...form.register("accessKeyId")} />}
          </Field>
          <Field label="New secret access key" optional error={errors.secretAccessKey?.message} hint="Leave it empty to keep the stored one.">
            {(control) => <Input {...control} machine type="password" autoComplete="off" {...form.register("secretAccessKey")} />}
          </Field>
        </>
      )}
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save the account
      </Button>
    </form>
  );
}

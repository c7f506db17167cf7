import { startGithubAppSchema } from "@windlass/contracts/github";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";

const formSchema = z
  .object({ name: z.string(), organization: z.string().trim(), baseUrl: z.string().trim() })
  .transform(({ organization, ...rest }): z.input<typeof startGithubAppSchema> => ({ ...rest, organization: organization === "" ? null : organization }))
  .pipe(startGithubAppSchema);

/** Begins to connect GitHub, and leaves for its page. */
export function ConnectForm() {
  const form = useZodForm(formSchema, { name: `Windlass ${window.location.hostname}`.slice(0, 34), organization: "", baseUrl: "https://github.com" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["name", "organization", "baseUrl"],
    send: (values) => api.github.start(values),
    onSuccess: ({ page }) => window.location.assign(page),
  });
  const { errors } = form.formState;
  return (
    <form className="space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Name of the App" error={errors.name?.message} hint="People see it on GitHub. No other App on GitHub may have it.">
        {(control) => <Input {...control} {...form.register("name")} />}
      </Field>
      <Field label="Organization" optional error={errors.organization?.message} hint="Who owns the App: this organization, or you when it is left empty.">
        {(control) => <Input {...control} machine placeholder="acme" {...form.register("organization")} />}
      </Field>
      <Field label="GitHub" error={errors.baseUrl?.message} hint="For a GitHub Enterprise Server, its address.">
        {(control) => <Input {...control} machine {...form.register("baseUrl")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending || mutation.isSuccess}>
        Connect GitHub
      </Button>
    </form>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { createAdministratorSchema } from "@windlass/contracts/user";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";

/** Creates the administrator with the one-time token of the link, and signs in. */
export function SetupForm({ token, onDone }: { token: string; onDone: () => Promise<void> }) {
  const queryClient = useQueryClient();
  const form = useZodForm(createAdministratorSchema, { token, name: "", email: "", password: "" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["name", "email", "password"],
    send: async (values) => {
      await api.setup.createAdministrator(values);
      await api.auth.signIn({ email: values.email, password: values.password });
    },
    onSuccess: async () => {
      queryClient.clear();
      await onDone();
    },
  });
  const { errors } = form.formState;
  return (
    <form className="space-y-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Your name" error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="name" {...form.register("name")} />}
      </Field>
      <Field label="E-mail address" error={errors.email?.message} hint="You sign in with it. Nothing is sent to it.">
        {(control) => <Input {...control} type="email" autoComplete="username" {...form.register("email")} />}
      </Field>
      <Field label="Password" error={errors.password?.message} hint="At least 12 characters.">
        {(control) => <Input {...control} type="password" autoComplete="new-password" {...form.register("password")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} className="w-full">
        Create the administrator
      </Button>
    </form>
  );
}

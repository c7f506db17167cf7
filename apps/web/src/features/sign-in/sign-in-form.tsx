import { useQueryClient } from "@tanstack/react-query";
import { signInSchema } from "@windlass/contracts/user";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";

/** E-mail address and password. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const queryClient = useQueryClient();
  const form = useZodForm(signInSchema, { email: "", password: "" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["email", "password"],
    send: (values) => api.auth.signIn(values),
    onSuccess: async () => {
      queryClient.clear();
      await onSignedIn();
    },
  });
  const { errors } = form.formState;
  return (
    <form className="space-y-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="E-mail address" error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="username" {...form.register("email")} />}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(control) => <Input {...control} type="password" autoComplete="current-password" {...form.register("password")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} className="w-full">
        Sign in
      </Button>
    </form>
  );
}

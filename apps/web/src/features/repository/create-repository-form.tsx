import { useQueryClient } from "@tanstack/react-query";
import { createRepositorySchema, type Repository } from "@windlass/contracts/repository";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { Select } from "../../ui/select.js";

const text = z.string().trim();
/** What is left empty is left out. */
const formSchema = z
  .object({ url: text, provider: text, fullName: text, defaultBranch: text, accessToken: text })
  .transform(({ url, ...optional }) => ({ url, ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== "")) }))
  .pipe(createRepositorySchema);

/** Registers a repository before any service uses it: for private ones, and for mirrors. */
export function CreateRepositoryForm({ onCreated }: { onCreated: (repository: Repository) => Promise<void> }) {
  const queryClient = useQueryClient();
  const form = useZodForm(formSchema, { url: "", provider: "", fullName: "", defaultBranch: "main", accessToken: "" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["url", "provider", "fullName", "defaultBranch", "accessToken"],
    send: (values) => api.repositories.create(values),
    onSuccess: async (repository) => {
      void queryClient.invalidateQueries();
      await onCreated(repository);
    },
  });
  const { errors } = form.formState;
  return (
    <form className="space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Address" error={errors.url?.message} hint="An https or ssh address, or the absolute path of a repository on the server.">
        {(control) => <Input {...control} machine placeholder="https://github.com/acme/orders.git" {...form.register("url")} />}
      </Field>
      <Field label="Host" error={errors.provider?.message} hint="GitHub, gitlab.com and bitbucket.org are known by their addresses. A GitLab of one's own has to be named, to be told what becomes of its commits.">
        {(control) => (
          <Select {...control} {...form.register("provider")}>
            <option value="">As the address says</option>
            <option value="gitlab">A GitLab of one's own</option>
          </Select>
        )}
      </Field>
      <Field label="Default branch" error={errors.defaultBranch?.message}>
        {(control) => <Input {...control} machine {...form.register("defaultBranch")} />}
      </Field>
      <Field label="Access token" optional error={errors.accessToken?.message} hint="For private https repositories: a token that may read the contents. For statuses, comments and previews of GitLab: a project access token with the scope api and the role Developer; of Bitbucket: a repository access token for repository and pull requests. Stored encrypted, never shown again.">
        {(control) => <Input {...control} machine type="password" autoComplete="off" {...form.register("accessToken")} />}
      </Field>
      <Field
        label="Name on GitHub"
        optional
        error={errors.fullName?.message}
        hint="What push deliveries call it. Known from a github.com address; needed only for a mirror or a folder."
      >
        {(control) => <Input {...control} machine placeholder="acme/orders" {...form.register("fullName")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending}>
        Add the repository
      </Button>
    </form>
  );
}

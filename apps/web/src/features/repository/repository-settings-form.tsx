import { useQueryClient } from "@tanstack/react-query";
import { tokenForgeProviders } from "@windlass/contracts/forge";
import { createRepositorySchema, type Repository } from "@windlass/contracts/repository";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { repositoryQuery } from "../../queries/repositories.js";
import { Button } from "../../ui/button.js";
import { Field, SwitchField } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { Select } from "../../ui/select.js";
import { Switch } from "../../ui/switch.js";
import { Controller } from "react-hook-form";
import { useToast } from "../../ui/toast.js";
import { tokenHint } from "./provider-text.js";

const formSchema = z.object({
  provider: z.enum(["", ...tokenForgeProviders]),
  fullName: z.union([z.literal(""), createRepositorySchema.shape.fullName.unwrap()]),
  defaultBranch: createRepositorySchema.shape.defaultBranch.unwrap(),
  accessToken: z.string().trim().max(500),
  forgetToken: z.boolean(),
});

/** What of a repository can change; its address cannot, because releases refer to it. */
export function RepositorySettingsForm({ repository }: { repository: Repository }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const stored = tokenForgeProviders.find((known) => known === repository.provider) ?? "";
  const isElsewhere = repository.provider !== "github" && repository.provider !== "folder";
  const form = useZodForm(formSchema, {
    provider: stored,
    fullName: stored === "" ? (repository.fullName ?? "") : "",
    defaultBranch: repository.defaultBranch,
    accessToken: "",
    forgetToken: false,
  });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["provider", "fullName", "defaultBranch", "accessToken"],
    send: ({ provider, fullName, defaultBranch, accessToken, forgetToken }: z.output<typeof formSchema>) =>
      api.repositories.update(repository.id, {
        ...(provider === stored ? { ...(stored === "" && { fullName: fullName === "" ? null : fullName }) } : { provider: provider === "" ? null : provider }),
        defaultBranch,
        ...(accessToken !== "" && { accessToken }),
        ...(forgetToken && { accessToken: null }),
      }),
    onSuccess: async (updated, values) => {
      queryClient.setQueryData(repositoryQuery(repository.id).queryKey, updated);
      await queryClient.invalidateQueries({ queryKey: ["repositories"] });
      form.reset({ ...values, accessToken: "", forgetToken: false });
      notify({ tone: "good", title: "Repository saved" });
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Default branch" error={errors.defaultBranch?.message}>
        {(control) => <Input {...control} machine {...form.register("defaultBranch")} />}
      </Field>
      {isElsewhere && (
        <Field label="Host" error={errors.provider?.message} hint="What is told of commits by the access token, and which webhook tells Windlass.">
          {(control) => (
            <Select {...control} {...form.register("provider")}>
              <option value="">A git server</option>
              <option value="gitlab">GitLab</option>
              <option value="bitbucket">Bitbucket Cloud</option>
            </Select>
          )}
        </Field>
      )}
      {stored === "" && (
        <Field label="Name on GitHub" optional error={errors.fullName?.message} hint="What push deliveries call it.">
          {(control) => <Input {...control} machine placeholder="acme/orders" {...form.register("fullName")} />}
        </Field>
      )}
      <Field
        label={repository.hasAccessToken ? "New access token" : "Access token"}
        optional
        error={errors.accessToken?.message}
        hint={repository.hasAccessToken ? "Leave it empty to keep the stored one." : stored === "" ? "For private https repositories." : tokenHint[stored]}
      >
        {(control) => <Input {...control} machine type="password" autoComplete="off" {...form.register("accessToken")} />}
      </Field>
      {repository.hasAccessToken && (
        <Controller
          control={form.control}
          name="forgetToken"
          render={({ field }) => (
            <SwitchField label="Forget the stored token">
              {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
            </SwitchField>
          )}
        />
      )}
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save the repository
      </Button>
    </form>
  );
}

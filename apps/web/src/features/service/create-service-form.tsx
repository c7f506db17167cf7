import { useQueryClient } from "@tanstack/react-query";
import { relativePathSchema, serviceNameSchema } from "@windlass/contracts/name";
import { repositoryUrlSchema, type Repository } from "@windlass/contracts/repository";
import type { Service } from "@windlass/contracts/service";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Mono } from "../../ui/chip.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { ComposeNotice } from "../compose/compose-notice.js";
import { repositoryLabel, suggestedServiceName } from "../../ui/repository-label.js";
import { Select } from "../../ui/select.js";

const anotherAddress = "";

const formSchema = z
  .object({
    /** Id of a repository that is known already, or empty for another address. */
    repository: z.string(),
    address: z.string().trim(),
    rootDirectory: relativePathSchema,
    name: z.string().trim(),
    configFile: relativePathSchema,
  })
  .superRefine((values, context) => {
    const address = values.repository === anotherAddress ? repositoryUrlSchema.safeParse(values.address) : null;
    if (address?.success === false) {
      context.addIssue({ code: "custom", path: ["address"], message: values.address === "" ? "Enter the repository's address." : (address.error.issues[0]?.message ?? "") });
    }
    const name = serviceNameSchema.safeParse(values.name);
    if (!name.success) context.addIssue({ code: "custom", path: ["name"], message: values.name === "" ? "Enter a name." : (name.error.issues[0]?.message ?? "") });
  });

/** Where a service lives and what it is called. */
export function CreateServiceForm({
  repositories,
  repository,
  address = "",
  onCreated,
}: {
  repositories: readonly Repository[];
  /** Id of the repository that is chosen at first. */
  repository: string | undefined;
  /** The address that the form begins with. */
  address?: string | undefined;
  onCreated: (service: Service) => Promise<void>;
}) {
  const queryClient = useQueryClient();
  const form = useZodForm(formSchema, { repository: repository ?? anotherAddress, address, rootDirectory: "", name: suggestedServiceName(address, ""), configFile: "" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["repository", "address", "rootDirectory", "name", "configFile"],
    aliases: { "repository.url": "address", "repository.id": "repository" },
    send: (values) =>
      api.services.create({
        name: values.name,
        repository: values.repository === anotherAddress ? { url: values.address } : { id: values.repository },
        rootDirectory: values.rootDirectory,
        ...(values.configFile !== "" && { configFile: values.configFile }),
      }),
    onSuccess: async (service) => {
      void queryClient.invalidateQueries();
      await onCreated(service);
    },
  });
  const { errors, dirtyFields } = form.formState;
  const chosen = useWatch({ control: form.control, name: "repository" });
  const suggestName = () => {
    if (dirtyFields.name === true) return;
    const values = form.getValues();
    const url = repositories.find((each) => each.id === values.repository)?.url ?? values.address;
    form.setValue("name", suggestedServiceName(url, values.rootDirectory));
  };
  return (
    <form className="space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      {repositories.length > 0 && (
        <Field label="Repository" error={errors.repository?.message}>
          {(control) => (
            <Select {...control} {...form.register("repository", { onChange: suggestName })}>
              <option value={anotherAddress}>Another address…</option>
              {repositories.map((each) => (
                <option key={each.id} value={each.id}>
                  {repositoryLabel(each.url)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {chosen === anotherAddress && (
        <Field
          label="Repository address"
          error={errors.address?.message}
          hint={
            <>
              An https or ssh address, or the absolute path of a repository on the server. A private one needs an access token, and one with a
              serverless-compose.yml is best added as a whole: begin under Repositories for both.
            </>
          }
        >
          {(control) => (
            <Input {...control} machine placeholder="https://github.com/acme/orders.git" {...form.register("address", { onChange: suggestName })} />
          )}
        </Field>
      )}
      {chosen !== anotherAddress && <ComposeNotice repository={chosen} />}
      <Field
        label="Directory"
        optional
        error={errors.rootDirectory?.message}
        hint={
          <>
            Where <Mono>serverless.yml</Mono> is, below the repository's root. Leave it empty for the root itself.
          </>
        }
      >
        {(control) => <Input {...control} machine placeholder="services/orders" {...form.register("rootDirectory", { onChange: suggestName })} />}
      </Field>
      <Field label="Name in Windlass" error={errors.name?.message} hint="For addresses and commands. The stack keeps the name that the config file says.">
        {(control) => <Input {...control} machine placeholder="orders" {...form.register("name")} />}
      </Field>
      <Field
        label="Config file"
        optional
        error={errors.configFile?.message}
        hint={
          <>
            Only if it is not called <Mono>serverless.yml</Mono>, <Mono>.json</Mono>, <Mono>.js</Mono> or <Mono>.ts</Mono>.
          </>
        }
      >
        {(control) => <Input {...control} machine placeholder="serverless.yml" {...form.register("configFile")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending}>
        Add the service, go on to its first stage
      </Button>
    </form>
  );
}

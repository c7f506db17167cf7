import { useQueryClient } from "@tanstack/react-query";
import { relativePathSchema } from "@windlass/contracts/name";
import type { Service } from "@windlass/contracts/service";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field, SwitchField } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { Switch } from "../../ui/switch.js";
import { useToast } from "../../ui/toast.js";
import { joinCommand, splitCommand } from "./build-command-text.js";

const formSchema = z.object({ rootDirectory: relativePathSchema, configFile: relativePathSchema, buildCommand: z.string().max(2_000), submodules: z.boolean(), lfs: z.boolean() });

/** Where the config file is and how the service is built. */
export function ServiceSettingsForm({ service }: { service: Service }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const form = useZodForm(formSchema, {
    rootDirectory: service.rootDirectory,
    configFile: service.configFile ?? "",
    buildCommand: joinCommand(service.buildCommand ?? []),
    submodules: service.submodules,
    lfs: service.lfs,
  });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["rootDirectory", "configFile", "buildCommand"],
    send: (values: z.output<typeof formSchema>) => {
      const buildCommand = splitCommand(values.buildCommand);
      return api.services.update(service.name, {
        rootDirectory: values.rootDirectory,
        configFile: values.configFile === "" ? null : values.configFile,
        buildCommand: buildCommand.length === 0 ? null : buildCommand,
        submodules: values.submodules,
        lfs: values.lfs,
      });
    },
    onSuccess: async (_, values) => {
      form.reset(values);
      await queryClient.invalidateQueries({ queryKey: ["services"] });
      notify({ tone: "good", title: "Settings saved", text: "They count from the next deployment on." });
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Directory" optional error={errors.rootDirectory?.message} hint="Below the repository's root; empty for the root itself.">
        {(control) => <Input {...control} machine {...form.register("rootDirectory")} />}
      </Field>
      <Field label="Config file" optional error={errors.configFile?.message} hint="Below the directory; empty finds serverless.yml, .json, .js or .ts.">
        {(control) => <Input {...control} machine placeholder="serverless.yml" {...form.register("configFile")} />}
      </Field>
      <Field
        label="Build command"
        optional
        error={errors.buildCommand?.message}
        hint="A program and its arguments, run in the directory after the dependencies are installed. No shell: no variables, pipes or wildcards."
      >
        {(control) => <Input {...control} machine placeholder="npm run build" {...form.register("buildCommand")} />}
      </Field>
      <Controller
        control={form.control}
        name="submodules"
        render={({ field }) => (
          <SwitchField label="Fetch submodules" hint="Those at the repository's own host, with its key or token, and public ones over https.">
            {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
          </SwitchField>
        )}
      />
      <Controller
        control={form.control}
        name="lfs"
        render={({ field }) => (
          <SwitchField label="Fetch Git LFS files" hint="Without it, files in Git LFS are deployed as the short pointers that git has of them.">
            {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
          </SwitchField>
        )}
      />
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save the settings
      </Button>
    </form>
  );
}

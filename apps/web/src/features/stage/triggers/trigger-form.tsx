import { useQueryClient } from "@tanstack/react-query";
import { gitRefSchema } from "@windlass/contracts/name";
import type { Service } from "@windlass/contracts/service";
import type { Stage } from "@windlass/contracts/stage";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { api } from "../../../api/client.js";
import { useFormMutation } from "../../../forms/use-form-mutation.js";
import { useZodForm } from "../../../forms/use-zod-form.js";
import { stageQuery } from "../../../queries/stages.js";
import { Button } from "../../../ui/button.js";
import { Field, SwitchField } from "../../../ui/field.js";
import { Input, Textarea } from "../../../ui/input.js";
import { Problem } from "../../../ui/problem.js";
import { Switch } from "../../../ui/switch.js";
import { useToast } from "../../../ui/toast.js";
import { globLinesSchema, linesOf } from "../../../forms/glob-lines.js";
import { RulesExplanation } from "./rules-explanation.js";

const formSchema = z.object({
  branch: z.union([z.literal(""), gitRefSchema]),
  autoDeploy: z.boolean(),
  branches: globLinesSchema,
  tags: globLinesSchema,
  paths: globLinesSchema,
});
type Values = z.output<typeof formSchema>;

/** Which branch a stage follows, and which pushes deploy it, with what that means in words. */
export function TriggerForm({ stage, service }: { stage: Stage; service: Service }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const form = useZodForm(formSchema, valuesOf(stage));
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["branch", "autoDeploy"],
    send: (values: Values) => api.stages.update(address, { branch: values.branch === "" ? null : values.branch, autoDeploy: values.autoDeploy, settings: { deploys: rulesOf(values) } }),
    onSuccess: (updated) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      form.reset(valuesOf(updated));
      notify({ tone: "good", title: "Source saved" });
    },
  });
  const { errors } = form.formState;
  const values = form.watch();
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((sent) => mutation.mutate(sent))(event)}>
      <Field label="Branch" optional error={errors.branch?.message} hint="What a deployment takes when nothing else is named. Empty: the repository's default branch.">
        {(control) => <Input {...control} machine {...form.register("branch")} />}
      </Field>
      <Controller
        control={form.control}
        name="autoDeploy"
        render={({ field }) => (
          <SwitchField label="Deploy on push" hint="Needs the repository's webhook.">
            {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
          </SwitchField>
        )}
      />
      {values.autoDeploy && (
        <>
          <Field label="Branches" optional error={errors.branches?.message} hint="One glob on each line, such as release/*. Empty: the branch above, or none where tags are named.">
            {(control) => <Textarea {...control} machine rows={2} {...form.register("branches")} />}
          </Field>
          <Field label="Tags" optional error={errors.tags?.message} hint="Such as v* and, on a line of its own, !v*-rc*.">
            {(control) => <Textarea {...control} machine rows={2} {...form.register("tags")} />}
          </Field>
          <Field
            label="Paths"
            optional
            error={errors.paths?.message}
            hint="A push must change a file that these match, from the repository's root: services/orders/**, packages/shared/**, !**/*.md. Empty: the service's root directory."
          >
            {(control) => <Textarea {...control} machine rows={3} {...form.register("paths")} />}
          </Field>
        </>
      )}
      <RulesExplanation rules={rulesOf(values)} autoDeploy={values.autoDeploy} branch={values.branch === "" ? service.repository.defaultBranch : values.branch} rootDirectory={service.rootDirectory} />
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!form.formState.isDirty}>
        Save the source
      </Button>
    </form>
  );
}

function valuesOf({ branch, autoDeploy, settings: { deploys } }: Stage): Values {
  return { branch: branch ?? "", autoDeploy, branches: deploys.branches.join("\n"), tags: deploys.tags.join("\n"), paths: deploys.paths.join("\n") };
}

function rulesOf({ branches, tags, paths }: Values) {
  return { branches: linesOf(branches), tags: linesOf(tags), paths: linesOf(paths) };
}

import { useQueryClient } from "@tanstack/react-query";
import { gitRefSchema } from "@windlass/contracts/name";
import type { Stage } from "@windlass/contracts/stage";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { stageQuery } from "../../queries/stages.js";
import { Button } from "../../ui/button.js";
import { Field, SwitchField } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { Switch } from "../../ui/switch.js";
import { useToast } from "../../ui/toast.js";

const formSchema = z.object({ branch: z.union([z.literal(""), gitRefSchema]), autoDeploy: z.boolean() });

/** Which branch a stage follows, and whether a push deploys it. */
export function BranchForm({ stage }: { stage: Stage }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const form = useZodForm(formSchema, { branch: stage.branch ?? "", autoDeploy: stage.autoDeploy });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["branch", "autoDeploy"],
    send: ({ branch, autoDeploy }: z.output<typeof formSchema>) => api.stages.update(address, { branch: branch === "" ? null : branch, autoDeploy }),
    onSuccess: (updated, values) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      form.reset(values);
      notify({ tone: "good", title: "Source saved" });
    },
  });
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Branch" optional error={form.formState.errors.branch?.message} hint="What a deployment takes when nothing else is named. Empty: the repository's default branch.">
        {(control) => <Input {...control} machine {...form.register("branch")} />}
      </Field>
      <Controller
        control={form.control}
        name="autoDeploy"
        render={({ field }) => (
          <SwitchField label="Deploy every push to the branch" hint="Needs the repository's webhook.">
            {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
          </SwitchField>
        )}
      />
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!form.formState.isDirty}>
        Save the source
      </Button>
    </form>
  );
}

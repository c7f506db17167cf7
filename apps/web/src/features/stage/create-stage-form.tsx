import { useQueryClient } from "@tanstack/react-query";
import type { Account } from "@windlass/contracts/account";
import { gitRefSchema, regionSchema, stageNameSchema } from "@windlass/contracts/name";
import type { Service } from "@windlass/contracts/service";
import type { Stage } from "@windlass/contracts/stage";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Mono } from "../../ui/chip.js";
import { Field, SwitchField } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { RegionInput } from "../../ui/region-input.js";
import { Select } from "../../ui/select.js";
import { Switch } from "../../ui/switch.js";

const formSchema = z.object({
  name: stageNameSchema,
  account: z.string().min(1, "Choose an account."),
  region: regionSchema,
  branch: z.union([z.literal(""), gitRefSchema]),
  autoDeploy: z.boolean(),
});

const kindText = { sandbox: "local sandbox", role: "by role", keys: "by access keys", ambient: "the server's own credentials" };

/** Where a stage runs and what it follows. The sandbox is chosen at first, because a mistake there costs nothing. */
export function CreateStageForm({
  service,
  accounts,
  onCreated,
}: {
  service: Service;
  accounts: readonly Account[];
  /** `deploy` is true when the reader asked for the first deployment too. */
  onCreated: (stage: Stage, deploy: boolean) => Promise<void>;
}) {
  const queryClient = useQueryClient();
  const preferred = accounts.find((account) => account.kind === "sandbox") ?? accounts[0];
  const form = useZodForm(formSchema, {
    name: service.stages.length === 0 ? "dev" : "",
    account: preferred?.name ?? "",
    region: preferred?.defaultRegion ?? "us-east-1",
    branch: service.repository.defaultBranch,
    autoDeploy: service.stages.length === 0,
  });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["name", "account", "region", "branch", "autoDeploy"],
    send: ({ branch, ...values }: z.output<typeof formSchema>) =>
      api.stages.create(service.name, { ...values, ...(branch !== "" && { branch }) }),
    onSuccess: () => void queryClient.invalidateQueries(),
  });
  const submit = (deploy: boolean) =>
    form.handleSubmit(async (values) => {
      const stage = await mutation.mutateAsync(values).catch(() => null);
      if (stage !== null) await onCreated(stage, deploy);
    });
  const { errors } = form.formState;
  const chooseAccount = (name: string) => {
    const account = accounts.find((each) => each.name === name);
    if (account !== undefined && form.formState.dirtyFields.region !== true) form.setValue("region", account.defaultRegion);
  };
  return (
    <form className="space-y-5" noValidate onSubmit={(event) => void submit(true)(event)}>
      <Field
        label="Stage"
        error={errors.name?.message}
        hint={
          <>
            The value of <Mono>{"${sls:stage}"}</Mono>; it becomes part of the stack's name.
          </>
        }
      >
        {(control) => <Input {...control} machine placeholder="dev" {...form.register("name")} />}
      </Field>
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <Field label="AWS account" error={errors.account?.message}>
          {(control) => (
            <Select {...control} {...form.register("account", { onChange: (event: { target: { value: string } }) => chooseAccount(event.target.value) })}>
              {accounts.length === 0 && <option value="">No account yet</option>}
              {accounts.map((account) => (
                <option key={account.id} value={account.name}>
                  {`${account.name} (${kindText[account.kind]})`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Region" error={errors.region?.message}>
          {(control) => <RegionInput {...control} {...form.register("region")} />}
        </Field>
      </div>
      <Field label="Branch" optional error={errors.branch?.message} hint="What a deployment takes when nothing else is named. Empty: the repository's default branch.">
        {(control) => <Input {...control} machine placeholder={service.repository.defaultBranch} {...form.register("branch")} />}
      </Field>
      <Controller
        control={form.control}
        name="autoDeploy"
        render={({ field }) => (
          <SwitchField label="Deploy every push to the branch" hint="Needs the repository's webhook; it can be set up later.">
            {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
          </SwitchField>
        )}
      />
      {problem !== null && <Problem problem={problem} />}
      <div className="flex flex-wrap gap-2.5">
        <Button type="submit" tone="primary" busy={mutation.isPending}>
          Create the stage and deploy
        </Button>
        <Button disabled={mutation.isPending} onClick={(event) => void submit(false)(event)}>
          Create without deploying
        </Button>
      </div>
    </form>
  );
}

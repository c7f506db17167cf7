import { useQueryClient } from "@tanstack/react-query";
import type { Account } from "@windlass/contracts/account";
import type { ComposePlan } from "@windlass/contracts/compose";
import { regionSchema, stageNameSchema } from "@windlass/contracts/name";
import type { Repository } from "@windlass/contracts/repository";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Field, SwitchField } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { RegionInput } from "../../ui/region-input.js";
import { Select } from "../../ui/select.js";
import { Switch } from "../../ui/switch.js";
import { useToast } from "../../ui/toast.js";

const formSchema = z
  .object({ stage: z.union([z.literal(""), stageNameSchema]), account: z.string(), region: z.string(), autoDeploy: z.boolean() })
  .superRefine(({ stage, account, region }, context) => {
    if (stage === "") return;
    if (account === "") context.addIssue({ code: "custom", path: ["account"], message: "Choose an account." });
    const checked = regionSchema.safeParse(region);
    if (!checked.success) context.addIssue({ code: "custom", path: ["region"], message: checked.error.issues[0]?.message ?? "" });
  });

type FormProps = { repository: Repository; plan: ComposePlan; accounts: readonly Account[] };

/** Takes a compose file over, with a first stage for the services that have none of its name. */
export function ComposeImportForm({ repository, plan, accounts }: FormProps) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const preferred = accounts.find((account) => account.kind === "sandbox") ?? accounts[0];
  const creates = plan.services.some(({ action }) => action === "create");
  const form = useZodForm(formSchema, { stage: creates ? "dev" : "", account: preferred?.name ?? "", region: preferred?.defaultRegion ?? "us-east-1", autoDeploy: true });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["stage", "account", "region", "autoDeploy"],
    aliases: { "stage.name": "stage", "stage.account": "account", "stage.region": "region" },
    send: ({ stage: name, account, region, autoDeploy }: z.output<typeof formSchema>) =>
      api.repositories.importCompose(repository.id, name === "" ? {} : { stage: { name, account, region, autoDeploy } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      notify({ tone: "good", title: "Taken over", text: "The services are as the file says." });
    },
  });
  const { errors } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Stage" optional error={errors.stage?.message} hint="Created in every service of the file that has none of this name. Empty: none.">
        {(control) => <Input {...control} machine placeholder="dev" {...form.register("stage")} />}
      </Field>
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <Field label="AWS account" error={errors.account?.message}>
          {(control) => (
            <Select {...control} {...form.register("account")}>
              {accounts.length === 0 && <option value="">No account yet</option>}
              {accounts.map((account) => (
                <option key={account.id} value={account.name}>
                  {account.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Region" error={errors.region?.message}>
          {(control) => <RegionInput {...control} {...form.register("region")} />}
        </Field>
      </div>
      <Controller
        control={form.control}
        name="autoDeploy"
        render={({ field }) => (
          <SwitchField label="Deploy every push to the default branch" hint="Needs the repository's webhook; it can be set up later.">
            {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
          </SwitchField>
        )}
      />
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending}>
        {sendText(plan)}
      </Button>
    </form>
  );
}

/** Says what it will do: `Create 3 services and change 1`. */
function sendText({ services }: ComposePlan): string {
  const count = (wanted: string) => services.filter(({ action }) => action === wanted).length;
  const [creates, changes] = [count("create"), count("change")];
  if (creates === 0 && changes === 0) return "Add the stage where it is missing";
  const created = creates === 0 ? "" : creates === 1 ? "Create 1 service" : `Create ${creates} services`;
  if (changes === 0) return created;
  return `${created === "" ? "Change" : `${created} and change`} ${changes}`;
}

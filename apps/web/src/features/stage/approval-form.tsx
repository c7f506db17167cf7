import { useQueryClient } from "@tanstack/react-query";
import { roleSchema, roles } from "@windlass/contracts/permission";
import type { Stage } from "@windlass/contracts/stage";
import { approvalModes, approvalRulesSchema } from "@windlass/contracts/stage-settings";
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
import { RadioCards } from "../../ui/radio-cards.js";
import { Select } from "../../ui/select.js";
import { Switch } from "../../ui/switch.js";
import { useToast } from "../../ui/toast.js";

const splitAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter((address) => address !== "");

const addresses = z
  .string()
  .refine((text) => approvalRulesSchema.shape.approvers.safeParse(splitAddresses(text)).success, "Use e-mail addresses, with commas between them.")
  .transform(splitAddresses);

const formSchema = z.object({
  mode: z.enum(approvalModes),
  count: z.coerce.number<string | number>().int("Use a whole number.").min(1, "At least one.").max(10, "At most ten."),
  role: roleSchema,
  approvers: addresses,
  requesterMayApprove: z.boolean(),
});

const modes = [
  { value: "never", label: "Never", text: "Deployments go on from their plan by themselves." },
  { value: "risky", label: "Where data may be lost", text: "Only plans that remove or replace tables, buckets, queues and the like wait." },
  { value: "always", label: "Always", text: "Every plan waits: deployments, roll-backs and removals." },
] as const satisfies readonly { value: (typeof approvalModes)[number]; label: string; text: string }[];

/** When the stage's deployments wait with their plan, and for whom. */
export function ApprovalForm({ stage }: { stage: Stage }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const address = { service: stage.service, stage: stage.name };
  const { approval } = stage.settings;
  const form = useZodForm(formSchema, { ...approval, approvers: approval.approvers.join(", ") });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["mode", "count", "role", "approvers", "requesterMayApprove"],
    send: (rules: z.output<typeof formSchema>) => api.stages.update(address, { settings: { approval: rules } }),
    onSuccess: (updated, rules) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      form.reset({ ...rules, approvers: rules.approvers.join(", ") });
      notify({ tone: "good", title: "Approval rules saved" });
    },
  });
  const { errors } = form.formState;
  const asks = form.watch("mode") !== "never";
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <RadioCards label="Plans wait for approval" choices={modes} {...form.register("mode")} />
      {asks && (
        <>
          <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
            <Field label="How many people" error={errors.count?.message} hint="Each of them once, by session or token.">
              {(control) => <Input {...control} type="number" min={1} max={10} {...form.register("count")} />}
            </Field>
            <Field label="With the role" error={errors.role?.message} hint="Or a stronger one.">
              {(control) => (
                <Select {...control} {...form.register("role")}>
                  {roles.map((role) => (
                    <option key={role}>{role}</option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <Field label="Only these people" optional error={errors.approvers?.message} hint="E-mail addresses with commas between them. Empty: everybody with the role.">
            {(control) => <Input {...control} machine {...form.register("approvers")} />}
          </Field>
          <Controller
            control={form.control}
            name="requesterMayApprove"
            render={({ field }) => (
              <SwitchField label="Who asked may approve" hint="Needed where only one person deploys.">
                {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
              </SwitchField>
            )}
          />
        </>
      )}
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!form.formState.isDirty}>
        Save the approval rules
      </Button>
    </form>
  );
}

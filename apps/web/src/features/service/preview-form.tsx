import { useQuery, useQueryClient } from "@tanstack/react-query";
import { regionSchema } from "@windlass/contracts/name";
import { previewGifts, previewPermissions, previewSettingsSchema, type UpdatePreviewSettings } from "@windlass/contracts/preview";
import { pullWords } from "@windlass/contracts/pull-words";
import type { Service } from "@windlass/contracts/service";
import { Controller, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { accountsQuery } from "../../queries/accounts.js";
import { Button } from "../../ui/button.js";
import { Field, SwitchField } from "../../ui/field.js";
import { Input, Textarea } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { RegionInput } from "../../ui/region-input.js";
import { Select } from "../../ui/select.js";
import { Switch } from "../../ui/switch.js";
import { useToast } from "../../ui/toast.js";
import { globLinesSchema, linesOf } from "../../forms/glob-lines.js";

const formSchema = z.object({
  enabled: z.boolean(),
  gives: z.enum(previewGifts),
  baseStage: z.string(),
  account: z.string(),
  region: z.union([z.literal(""), regionSchema]),
  branches: globLinesSchema,
  labels: z.string(),
  drafts: z.boolean(),
  paths: globLinesSchema,
  permission: z.enum(previewPermissions),
  parameters: z.string(),
  secrets: z.boolean(),
  limit: z.coerce.number().pipe(previewSettingsSchema.shape.limit.unwrap()),
  ttlHours: z.coerce.number().pipe(previewSettingsSchema.shape.ttlHours.unwrap()),
});
type Values = z.output<typeof formSchema>;
type Form = UseFormReturn<z.input<typeof formSchema>, unknown, Values>;

/** Which pull requests get a stage of their own, and what is in it. */
export function PreviewForm({ service }: { service: Service }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const pull = pullWords(service.repository.provider);
  const form = useZodForm(formSchema, valuesOf(service));
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["region", "limit", "ttlHours"],
    send: (values: Values) => api.services.update(service.name, { previews: settingsOf(values) }),
    onSuccess: async (updated) => {
      form.reset(valuesOf(updated));
      await queryClient.invalidateQueries({ queryKey: ["services"] });
      notify({ tone: "good", title: "Previews saved", text: updated.previews.enabled ? `${pull.Many} that are open already get theirs within a minute.` : "Those that are there are removed." });
    },
  });
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Toggle form={form} name="enabled" label={`Previews of ${pull.many}`} hint="Switched off, those that are there are removed with everything in them." />
      <Field label={`${pull.Many} get`} hint="A plan is made anew with each push and shown in the comment, with findings and cost; nothing is deployed. It takes its turn in the queue of the base stage.">
        {(control) => (
          <Select {...control} {...form.register("gives")}>
            <option value="environment">a stage of their own</option>
            <option value="plan">only the plan of what they would change of the base stage</option>
          </Select>
        )}
      </Field>
      <Which form={form} service={service} />
      <Parameters form={form} one={pull.one} />
      {form.watch("gives") === "environment" && <What form={form} />}
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!form.formState.isDirty}>
        Save previews
      </Button>
    </form>
  );
}

function Toggle({ form, name, label, hint }: { form: Form; name: "enabled" | "drafts" | "secrets"; label: string; hint: string }) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field }) => (
        <SwitchField label={label} hint={hint}>
          {(control) => <Switch {...control} checked={field.value} onCheckedChange={field.onChange} />}
        </SwitchField>
      )}
    />
  );
}

function Which({ form, service }: { form: Form; service: Service }) {
  const { errors } = form.formState;
  const { one } = pullWords(service.repository.provider);
  const stages = service.stages.filter(({ name }) => !/^pr-\d+$/.test(name));
  return (
    <>
      <Field label="Base stage" error={errors.baseStage?.message} hint="Whose account, region, policy levels and parameters a preview gets. Use none that people depend on.">
        {(control) => (
          <Select {...control} {...form.register("baseStage")}>
            <option value="">none</option>
            {stages.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Base branches of previews" optional error={errors.branches?.message} hint={`Globs of branches that a ${one} is to be merged into, one on each line. Empty: ${service.repository.defaultBranch}.`}>
        {(control) => <Textarea {...control} machine rows={2} {...form.register("branches")} />}
      </Field>
      <Field label="Labels" optional error={errors.labels?.message} hint={`A ${one} needs one of these, one on each line. Without it, its preview is removed. Empty: none is needed.`}>
        {(control) => <Textarea {...control} machine rows={2} placeholder="preview" {...form.register("labels")} />}
      </Field>
      <Field label="Changed files" optional error={errors.paths?.message} hint={`Globs from the repository's root, of which a ${one} must change one. Empty: the service's directory.`}>
        {(control) => <Textarea {...control} machine rows={2} {...form.register("paths")} />}
      </Field>
      <Toggle form={form} name="drafts" label="Drafts too" hint="Otherwise a preview comes when the draft ends, and goes when it becomes one again." />
      <Field label="Authors" error={errors.permission?.message} hint="By the word of the repository's host. The code of forks and of everybody else waits until somebody lets the commit run, and gets no secrets.">
        {(control) => (
          <Select {...control} {...form.register("permission")}>
            <option value="read">who may read the repository</option>
            <option value="write">who may write to the repository</option>
            <option value="admin">who administers the repository</option>
          </Select>
        )}
      </Field>
    </>
  );
}

/** What of the base stage's parameters the code of a pull request gets, by its stage or for its plan. */
function Parameters({ form, one }: { form: Form; one: string }) {
  const { errors } = form.formState;
  return (
    <>
      <Field label="Copied parameters" optional error={errors.parameters?.message} hint="Names of the base stage's parameters, with * for any letters and ! before what is left out, one on each line.">
        {(control) => <Textarea {...control} machine rows={2} {...form.register("parameters")} />}
      </Field>
      <Toggle form={form} name="secrets" label="Copy secret parameters too" hint={`Everybody who may write to the repository can then read them by a ${one}. Never for forks.`} />
    </>
  );
}

function What({ form }: { form: Form }) {
  const { errors } = form.formState;
  const { data: accounts } = useQuery(accountsQuery);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Account of previews" hint="An account of their own keeps what people work with out of reach.">
          {(control) => (
            <Select {...control} {...form.register("account")}>
              <option value="">the base stage's</option>
              {(accounts ?? []).map(({ id, name }) => (
                <option key={id} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Region of previews" optional error={errors.region?.message} hint="Empty: the base stage's.">
          {(control) => <RegionInput {...control} {...form.register("region")} />}
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="At most" error={errors.limit?.message} hint="Previews at once. One more waits for a place.">
          {(control) => <Input {...control} inputMode="numeric" {...form.register("limit")} />}
        </Field>
        <Field label="Hours to live" error={errors.ttlHours?.message} hint="After the last push, deployment or visit. Pinned ones stay.">
          {(control) => <Input {...control} inputMode="numeric" {...form.register("ttlHours")} />}
        </Field>
      </div>
    </>
  );
}

function valuesOf({ previews }: Service): z.input<typeof formSchema> {
  const { baseStage, account, region, branches, labels, paths, parameters, limit, ttlHours, ...rest } = previews;
  return {
    ...rest,
    baseStage: baseStage ?? "",
    account: account ?? "",
    region: region ?? "",
    branches: branches.join("\n"),
    labels: labels.join("\n"),
    paths: paths.join("\n"),
    parameters: parameters.join("\n"),
    limit: String(limit),
    ttlHours: String(ttlHours),
  };
}

function settingsOf({ baseStage, account, region, branches, labels, paths, parameters, ...rest }: Values): UpdatePreviewSettings {
  const places = { baseStage: baseStage || null, account: account || null, region: region || null };
  return { ...rest, ...places, branches: linesOf(branches), labels: linesOf(labels), paths: linesOf(paths), parameters: linesOf(parameters) };
}

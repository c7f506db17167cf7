import { useMutation, useQueryClient } from "@tanstack/react-query";
import { updateHousekeepingSchema, type Housekeeping, type UpdateHousekeeping } from "@windlass/contracts/housekeeping";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { housekeepingQuery } from "../../queries/housekeeping.js";
import { Button } from "../../ui/button.js";
import { Card, Section } from "../../ui/card.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { PlainLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";
import { useToast } from "../../ui/toast.js";

/** The rule, the last run, and what the next one would take. */
export function HousekeepingPanel({ state }: { state: Housekeeping }) {
  return (
    <div className="space-y-8">
      <Section title="Rules">
        <Card className="p-5">
          <RuleForm rules={{ keepReleases: state.keepReleases, keepPayloadDays: state.keepPayloadDays }} />
        </Card>
      </Section>
      <Section title="What a run would take now" description={planText(state)} actions={<RunButton requested={state.requestedAt !== null} />}>
        <PlanTable state={state} />
      </Section>
      {state.lastRun !== null && (
        <Section title="Last run">
          <p className="text-ink-soft">
            {`${counted(state.lastRun.objects, "object")} (${sizeText(state.lastRun.sizeBytes)}) of ${counted(state.lastRun.releases, "release")}, `}
            <RelativeTime at={state.lastRun.finishedAt} />
          </p>
          {state.lastRun.error !== null && <Problem className="mt-3" problem={state.lastRun.error} />}
        </Section>
      )}
    </div>
  );
}

type Rules = Pick<Housekeeping, "keepReleases" | "keepPayloadDays">;

function RuleForm({ rules }: { rules: Rules }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const form = useZodForm(updateHousekeepingSchema, rules);
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["keepReleases", "keepPayloadDays"],
    send: (values: UpdateHousekeeping) => api.housekeeping.update(values),
    onSuccess: (updated, values) => {
      queryClient.setQueryData(housekeepingQuery.queryKey, updated);
      form.reset(values);
      notify({ tone: "good", title: "Rules saved" });
    },
  });
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field
        label="Releases to keep for each stage"
        error={form.formState.errors.keepReleases?.message}
        hint="The newest that were deployed with success. Younger than a day, none is taken."
      >
        {(control) => <Input {...control} type="number" min={2} max={1000} className="max-w-32" {...form.register("keepReleases", { valueAsNumber: true })} />}
      </Field>
      <Field
        label="Days to keep the payloads of deliveries"
        error={form.formState.errors.keepPayloadDays?.message}
        hint="Deliveries stay listed; without its payload none can be processed again."
      >
        {(control) => <Input {...control} type="number" min={1} max={3650} className="max-w-32" {...form.register("keepPayloadDays", { valueAsNumber: true })} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!form.formState.isDirty}>
        Save the rules
      </Button>
    </form>
  );
}

function RunButton({ requested }: { requested: boolean }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const run = useMutation({
    mutationFn: () => api.housekeeping.request(),
    onSuccess: (state) => queryClient.setQueryData(housekeepingQuery.queryKey, state),
    onError: (error) => {
      const { message, hint } = problemOf(error);
      notify({ tone: "bad", title: message, text: hint });
    },
  });
  return (
    <Button busy={requested || run.isPending} onClick={() => run.mutate()}>
      {requested ? "A worker will begin…" : "Run now"}
    </Button>
  );
}

function PlanTable({ state: { plan } }: { state: Housekeeping }) {
  if (plan.releases.length === 0) return <p className="text-ink-soft">No release is to be taken.</p>;
  return (
    <Table label="Releases to be taken" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Stage</TableHeading>
          <TableHeading>Release</TableHeading>
          <TableHeading>Built</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {plan.releases.map(({ service, stage, number, createdAt }) => (
          <TableRow key={`${service}/${stage}/${number}`}>
            <TableCell label="Stage">
              <PlainLink to="/services/$service/stages/$stage/releases" params={{ service, stage }}>
                {`${service} / ${stage}`}
              </PlainLink>
            </TableCell>
            <TableCell label="Release">{`#${number}`}</TableCell>
            <TableCell label="Built">
              <RelativeTime at={createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function planText({ plan }: Housekeeping): string {
  const stay = plan.kept === 1 ? "1 release stays" : `${plan.kept} releases stay`;
  return `${counted(plan.objects, "object")} (${sizeText(plan.sizeBytes)}) would go, ${stay}. A worker does it every hour.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

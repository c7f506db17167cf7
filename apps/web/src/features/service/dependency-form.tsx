import { useQueryClient } from "@tanstack/react-query";
import type { Service } from "@windlass/contracts/service";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Mono } from "../../ui/chip.js";
import { Field } from "../../ui/field.js";
import { Textarea } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { useToast } from "../../ui/toast.js";
import { inputLines, inputLinesSchema, serviceLinesSchema } from "./dependency-lines.js";

const formSchema = z.object({ dependsOn: serviceLinesSchema, inputs: inputLinesSchema });

/** Which services come before this one, and which of their outputs become parameters of its stages. */
export function DependencyForm({ service }: { service: Service }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const form = useZodForm(formSchema, valuesOf(service));
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["dependsOn", "inputs"],
    send: (values: z.output<typeof formSchema>) => api.services.update(service.name, values),
    onSuccess: async (updated) => {
      form.reset(valuesOf(updated));
      await queryClient.invalidateQueries({ queryKey: ["services"] });
      notify({ tone: "good", title: "Dependencies saved", text: "They count from the next push or request on." });
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field
        label="Depends on"
        optional
        error={errors.dependsOn?.message}
        hint="Names of services, one on each line. A stage waits for theirs of the same name where one push or request deploys both."
      >
        {(control) => <Textarea {...control} machine rows={3} placeholder="api" {...form.register("dependsOn")} />}
      </Field>
      <Field
        label="Inputs"
        optional
        error={errors.inputs?.message}
        hint={
          <>
            Parameters for all of its stages, one on each line. <Mono>{"API_URL=${api.HttpApiUrl}"}</Mono> takes an output of the stack of <Mono>api</Mono>, in
            the stage of the same name, and makes this service depend on it; <Mono>{"${sls:stage}"}</Mono> is the stage's name. A stage's own parameter of
            the name wins.
          </>
        }
      >
        {(control) => <Textarea {...control} machine rows={4} placeholder="API_URL=${api.HttpApiUrl}" {...form.register("inputs")} />}
      </Field>
      {service.dependents.length > 0 && <p className="text-note text-ink-soft">{`Deployed after this one: ${service.dependents.join(", ")}.`}</p>}
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save the dependencies
      </Button>
    </form>
  );
}

function valuesOf({ dependsOn, inputs }: Service): z.input<typeof formSchema> {
  return { dependsOn: dependsOn.join("\n"), inputs: inputLines(inputs) };
}

import type { StageAddress } from "@windlass/client/address";
import { gitRefSchema } from "@windlass/contracts/name";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { Button } from "../../ui/button.js";
import { Dialog, DialogContent } from "../../ui/dialog.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { newIdempotencyKey } from "./idempotency-key.js";
import { useWatchDeployment } from "./use-deploy.js";

const formSchema = z.object({ ref: gitRefSchema });

/** Asks which branch, tag or commit to deploy. */
export function DeployRefDialog({ address, onClose }: { address: StageAddress; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={`Deploy to ${address.service} / ${address.stage}`}>
        <DeployRefForm address={address} />
      </DialogContent>
    </Dialog>
  );
}

function DeployRefForm({ address }: { address: StageAddress }) {
  const watch = useWatchDeployment();
  const form = useZodForm(formSchema, { ref: "" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["ref"],
    send: ({ ref }) => api.deployments.create(address, { ref }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: watch,
  });
  return (
    <form className="space-y-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field label="Branch, tag or commit" error={form.formState.errors.ref?.message}>
        {(control) => <Input {...control} machine placeholder="v1.4.2" {...form.register("ref")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <div className="flex justify-end">
        <Button type="submit" tone="primary" busy={mutation.isPending}>
          Deploy it
        </Button>
      </div>
    </form>
  );
}

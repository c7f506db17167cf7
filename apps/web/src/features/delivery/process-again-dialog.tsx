import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Delivery } from "@windlass/contracts/delivery";
import { useState } from "react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../../ui/dialog.js";
import { SwitchField } from "../../ui/field.js";
import { Problem } from "../../ui/problem.js";
import { Switch } from "../../ui/switch.js";

/** Has a delivery processed by the rules of now; what it deployed is deployed a second time only when that is asked for. */
export function ProcessAgainDialog({ delivery }: { delivery: Delivery }) {
  const [open, setOpen] = useState(false);
  const [again, setAgain] = useState(false);
  const queryClient = useQueryClient();
  const send = useMutation({
    mutationFn: () => api.deliveries.process(delivery.id, { again }),
    onSuccess: async () => {
      setOpen(false);
      await queryClient.invalidateQueries({ queryKey: ["deliveries"] });
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setAgain(false);
        send.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button disabled={delivery.reason === "pending"}>Process again…</Button>
      </DialogTrigger>
      <DialogContent title="Process this delivery again" description="The stages' rules of now decide. A stage that it deployed stays as it is, and so does one that deploys the commit already.">
        <div className="space-y-4">
          <SwitchField label="Deploy again what is deployed already" hint="Never an older commit over a newer one of the same branch.">
            {(control) => <Switch {...control} checked={again} onCheckedChange={setAgain} />}
          </SwitchField>
          {send.error !== null && <Problem problem={problemOf(send.error)} />}
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose asChild>
              <Button>Leave it</Button>
            </DialogClose>
            <Button tone="primary" busy={send.isPending} onClick={() => send.mutate()}>
              {again ? "Process and deploy again" : "Process again"}
            </Button>
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}

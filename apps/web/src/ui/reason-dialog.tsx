import type { ProblemDetail } from "@windlass/contracts/error";
import { useState, type ReactNode } from "react";
import { Button } from "./button.js";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "./dialog.js";
import { Field } from "./field.js";
import { Input } from "./input.js";
import { Problem } from "./problem.js";

/** Asks why before it acts, and says what it will do. The reason is kept for others to read. */
export function ReasonDialog({
  title,
  effect,
  action,
  busy,
  problem,
  trigger,
  onConfirm,
}: {
  title: string;
  effect: ReactNode;
  /** What the button will do: "Pause the stage". */
  action: string;
  busy: boolean;
  problem: ProblemDetail | null;
  trigger: ReactNode;
  onConfirm: (reason: string) => void;
}) {
  const [reason, setReason] = useState("");
  const isGiven = reason.trim().length >= 3;
  return (
    <Dialog onOpenChange={() => setReason("")}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent title={title} description={effect}>
        <form
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (isGiven) onConfirm(reason.trim());
          }}
        >
          <Field label="Reason" hint="Shown to those who wait, and kept in the audit log.">
            {(control) => <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />}
          </Field>
          {problem !== null && <Problem problem={problem} />}
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose asChild>
              <Button>Leave it</Button>
            </DialogClose>
            <Button type="submit" tone="primary" busy={busy} disabled={!isGiven}>
              {action}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

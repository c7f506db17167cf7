import type { ProblemDetail } from "@windlass/contracts/error";
import { useId, useState, type ReactNode } from "react";
import { Button } from "./button.js";
import { Mono } from "./chip.js";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "./dialog.js";
import { Input } from "./input.js";
import { Problem } from "./problem.js";

/** The last question before something is lost: says what, and wants the name typed. */
export function ConfirmDelete({
  name,
  title,
  action,
  lost,
  busy,
  problem,
  trigger,
  onConfirm,
}: {
  name: string;
  title: string;
  /** What the button will do: "Delete the service". */
  action: string;
  lost: ReactNode;
  busy: boolean;
  problem: ProblemDetail | null;
  trigger: ReactNode;
  onConfirm: () => void;
}) {
  return (
    <Dialog>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent title={title} description={lost}>
        <TypedName name={name} action={action} busy={busy} onConfirm={onConfirm} cancel={<DialogClose asChild><Button>Keep it</Button></DialogClose>}>
          {problem !== null && <Problem problem={problem} />}
        </TypedName>
      </DialogContent>
    </Dialog>
  );
}

/** Asks for a name to be typed before the red button works. Used in dialogs and on pages. */
export function TypedName({
  name,
  action,
  busy,
  onConfirm,
  cancel,
  children,
}: {
  name: string;
  action: string;
  busy: boolean;
  onConfirm: () => void;
  cancel: ReactNode;
  children?: ReactNode;
}) {
  const [typed, setTyped] = useState("");
  const id = useId();
  const matches = typed === name;
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (matches && !busy) onConfirm();
      }}
    >
      <div>
        <label htmlFor={id} className="mb-1.5 block">
          Type <Mono className="rounded-sm bg-sunken px-1 py-0.5 font-semibold">{name}</Mono> to confirm
        </label>
        <Input id={id} machine autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </div>
      {children}
      <div className="flex flex-wrap justify-end gap-2">
        {cancel}
        <Button type="submit" tone="danger" busy={busy} disabled={!matches}>
          {action}
        </Button>
      </div>
    </form>
  );
}

import { useQuery } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import { repairActions } from "@windlass/contracts/deployment-options";
import type { RepairAction, StackAction, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { Stethoscope } from "lucide-react";
import type { ReactNode } from "react";
import { useMay } from "../../../queries/me.js";
import { stageStackQuery } from "../../../queries/stages.js";
import { Chip, Mono } from "../../../ui/chip.js";
import { Prose } from "../../../ui/prose.js";
import { RelativeTime } from "../../../ui/relative-time.js";
import { RepairForm } from "./repair-form.js";

/** How a stack that may be stuck stands, and its one safe action. Nothing where nothing is in the way. */
export function DoctorPanel({ address }: { address: StageAddress }) {
  const { data: diagnosis } = useQuery(stageStackQuery(address));
  const mayRepair = useMay("stage:repair");
  if (diagnosis === undefined || diagnosis.action === "deploy") return null;
  const { action } = diagnosis;
  return (
    <section aria-label="Stack doctor" className="mb-6 rounded-lg border border-warn-mark/40 bg-surface shadow-raised">
      <div className="flex gap-3 rounded-t-lg bg-warn-soft px-4 py-3.5">
        <Stethoscope aria-hidden className="mt-0.5 size-4.5 shrink-0 text-warn" />
        <Head diagnosis={diagnosis} />
      </div>
      <div className="space-y-4 p-4">
        {isRepair(action) && mayRepair ? <RepairForm key={`${diagnosis.stackId ?? ""} ${diagnosis.status ?? ""}`} address={address} diagnosis={diagnosis} action={action} /> : <ReadOnly diagnosis={diagnosis} />}
      </div>
    </section>
  );
}

function isRepair(action: StackAction): action is RepairAction {
  return repairActions.some((repair) => repair === action);
}

function Head({ diagnosis: { status, since, stackName, explanation, cause } }: { diagnosis: StackDiagnosis }) {
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-2 font-medium">
        <Mono className="break-all">{stackName}</Mono>
        <Chip tone="warn">{status}</Chip>
        {since !== null && (
          <span className="text-note font-normal text-ink-faint">
            since <RelativeTime at={since} />
          </span>
        )}
      </p>
      <p className="mt-0.5 text-ink-soft">
        <Prose text={explanation} />
      </p>
      {cause !== null && (
        <p className="mt-1.5 text-note break-words text-ink-soft">
          First cause: <Mono>{cause.logicalId}</Mono> – {cause.reason}
        </p>
      )}
    </div>
  );
}

function ReadOnly({ diagnosis }: { diagnosis: StackDiagnosis }): ReactNode {
  const { action, notes } = diagnosis;
  const text = action === "wait" ? "Wait: there is nothing to do." : action === "by_hand" ? "Windlass has no safe action here." : "An operator can repair this.";
  return (
    <>
      <p>{text}</p>
      {notes.map((note) => (
        <p key={note} className="text-note text-ink-soft">
          {note}
        </p>
      ))}
    </>
  );
}

import type { GivenApproval } from "@windlass/contracts/approval";
import { Check, X } from "lucide-react";
import { Chip } from "../../../ui/chip.js";
import { RelativeTime } from "../../../ui/relative-time.js";

/** Who has said what to the plan, oldest first. */
export function GivenList({ given }: { given: readonly GivenApproval[] }) {
  if (given.length === 0) return null;
  return (
    <ul aria-label="Decisions" className="mt-2.5 space-y-1.5">
      {given.map(({ decision, actor, comment, at, lapsed }, index) => (
        <li key={index} className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-note">
          <span className="inline-flex items-center gap-1.5 font-medium">
            {decision === "approve" ? <Check aria-hidden className="size-3.5 text-good" /> : <X aria-hidden className="size-3.5 text-bad" />}
            {`${actor.label} ${decision === "approve" ? "approved" : "rejected"}`}
          </span>
          <span className="text-ink-faint">
            <RelativeTime at={at} />
          </span>
          {lapsed && <Chip title="It was given to an earlier plan and counts no longer">lapsed</Chip>}
          {comment !== "" && <span className="w-full break-words text-ink-soft">{comment}</span>}
        </li>
      ))}
    </ul>
  );
}

import type { RollbackPreview } from "@windlass/contracts/rollback";
import { Check, CircleHelp, X } from "lucide-react";
import { Mono } from "../../../ui/chip.js";

/** Whether the bucket still has what the release is made of; what it lacks is named. */
export function ArtifactCheck({ artifacts: { total, missing, problem } }: { artifacts: RollbackPreview["artifacts"] }) {
  if (problem !== null) {
    return (
      <p className="flex items-start gap-2">
        <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span className="min-w-0 break-words">{`Whether the release's code is still in the bucket could not be asked: ${problem} It is asked again before anything changes.`}</span>
      </p>
    );
  }
  if (missing.length === 0) {
    return (
      <p className="flex items-start gap-2">
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        {total === 1 ? "The release's artifact is still in the bucket." : `All ${total} artifacts of the release are still in the bucket.`}
      </p>
    );
  }
  return (
    <div role="alert" id="artifacts-missing" className="rounded-lg border border-bad-mark/40 bg-bad-soft px-4 py-3.5">
      <p className="flex items-start gap-2 font-medium">
        <X aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        {`${missing.length} of ${total} artifacts are gone from the bucket, so this release cannot be put back`}
      </p>
      <ul className="mt-2 space-y-1 pl-6">
        {missing.map(({ key, name, kind, functions }) => (
          <li key={key} className="min-w-0 break-words">
            {`${name} (${kind === "layer" ? "layer" : functions.length > 0 ? `code of ${functions.join(", ")}` : kind})`} <Mono className="text-note break-all text-ink-soft">{key}</Mono>
          </li>
        ))}
      </ul>
      <p className="mt-2 pl-6 text-ink-soft">Deploy the commit of that release again: that builds it anew.</p>
    </div>
  );
}

import type { Stage } from "@windlass/contracts/stage";
import { Shuffle } from "lucide-react";
import { TextLink } from "../../ui/link.js";

/** Functions that run the code of another release than the stack, and where that was done. */
export function SwappedNotice({ stage }: { stage: Stage }) {
  if (stage.swappedFunctions.length === 0) return null;
  return (
    <div role="status" aria-label="Code of functions" className="mb-6 flex gap-3 rounded-lg border border-warn-mark/40 bg-warn-soft px-4 py-3.5">
      <Shuffle aria-hidden className="mt-0.5 size-4.5 shrink-0 text-warn" />
      <div className="min-w-0">
        <ul>
          {stage.swappedFunctions.map(({ name, release, stackRelease, deployment }) => (
            <li key={name} className="break-words">
              <span className="font-medium">{`Function ${name} runs the code of release ${release}`}</span>
              {`, the stack is of release ${stackRelease}: see `}
              <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service: stage.service, stage: stage.name, number: deployment }}>
                {`#${deployment}`}
              </TextLink>
            </li>
          ))}
        </ul>
        <p className="mt-0.5 text-ink-soft">The next deployment or roll-back of the stage ends the difference.</p>
      </div>
    </div>
  );
}

import type { ValueOrigin } from "@windlass/contracts/resolved-config";
import { Lock } from "lucide-react";
import { Chip, type Tone } from "../../ui/chip.js";
import { originText } from "./origin-text.js";

/** Sources outside of the repository: what they say may change without a commit. */
const outside = new Set(["ssm", "s3", "cf", "aws"]);

/** Where a value came from, in a word or two. */
export function OriginChip({ origin }: { origin: ValueOrigin }) {
  const tone: Tone = outside.has(origin.source) ? "accent" : "idle";
  return (
    <Chip tone={tone} className="px-1.5 py-0 font-normal" title={`${origin.variable}${origin.secret ? " (secret)" : ""}`}>
      <span className="sr-only">from </span>
      {origin.secret && <Lock aria-label="secret" className="size-3!" />}
      <span className="max-w-44 truncate max-sm:max-w-28">{originText(origin)}</span>
    </Chip>
  );
}

/** The first origins of a value, and how many more there are. */
export function OriginChips({ origins, most = 2 }: { origins: readonly ValueOrigin[]; most?: number }) {
  return (
    <>
      {origins.slice(0, most).map((origin, index) => (
        <OriginChip key={index} origin={origin} />
      ))}
      {origins.length > most && <span className="text-note text-ink-faint">{`+${origins.length - most}`}</span>}
    </>
  );
}

import type { Finding } from "@windlass/contracts/finding";
import { Mono } from "./chip.js";
import { cn } from "./cn.js";
import { PlainLink } from "./link.js";
import { placeText } from "./problem.js";

/** The release that was checked; its number is null where it is not known. */
export interface FindingRelease {
  service: string;
  stage: string;
  release: number | null;
}

/** The line of the config that made what a rule complains of: a link to it where the release is known. */
export function FindingPlace({ finding: { place, logicalId }, release: { service, stage, release }, className }: { finding: Finding; release: FindingRelease; className?: string }) {
  if (place === null) return null;
  const style = cn("text-ink-faint", className);
  if (release === null || logicalId === null) return <Mono className={style}>{placeText(place)}</Mono>;
  return (
    <PlainLink
      to="/services/$service/stages/$stage/config"
      params={{ service, stage }}
      search={{ release, at: logicalId }}
      title="Show this line in the config"
      className={cn("font-mono break-all underline decoration-dotted", style)}
    >
      {placeText(place)}
    </PlainLink>
  );
}

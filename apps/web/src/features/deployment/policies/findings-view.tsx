import type { Finding } from "@windlass/contracts/finding";
import { Check, TriangleAlert, X } from "lucide-react";
import { Chip, Mono, type Tone } from "../../../ui/chip.js";
import { FindingPlace, type FindingRelease } from "../../../ui/finding-place.js";
import { sortFindings } from "./sort-findings.js";

const severityTones = { critical: "bad", high: "bad", medium: "warn", low: "idle" } as const satisfies Record<Finding["severity"], Tone>;

/** What the policy rules said: what blocks first, then what warns; what passed is folded. */
export function FindingsView({ findings, release }: { findings: readonly Finding[]; release: FindingRelease }) {
  const { blocking, advisory, passed } = sortFindings(findings);
  return (
    <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      {blocking.map((finding) => (
        <FindingRow key={finding.id} finding={finding} release={release} blocking />
      ))}
      {advisory.map((finding) => (
        <FindingRow key={finding.id} finding={finding} release={release} blocking={false} />
      ))}
      {passed.length > 0 && (
        <details>
          <summary className="flex cursor-pointer list-none items-center gap-2.5 px-4 py-2.5 text-ink-soft hover:bg-hover/60 focus-visible:-outline-offset-2">
            <Check aria-hidden className="size-4 text-good" />
            {passed.length === 1 ? "1 rule passed" : `${passed.length} rules passed`}
          </summary>
          <ul className="space-y-1 border-t border-line px-4 py-3 pl-10.5">
            {passed.map((finding) => (
              <li key={finding.id} className="text-ink-soft">
                {finding.title} <Mono className="text-ink-faint">{`${finding.pack}/${finding.rule}`}</Mono>
              </li>
            ))}
          </ul>
        </details>
      )}
      {findings.length === 0 && <p className="px-4 py-3 text-ink-soft">No rule is on for this stage.</p>}
    </div>
  );
}

function FindingRow({ finding, release, blocking }: { finding: Finding; release: FindingRelease; blocking: boolean }) {
  const Icon = blocking ? X : TriangleAlert;
  return (
    <article aria-label={finding.title} className="flex gap-2.5 px-4 py-3">
      <Icon aria-hidden className={blocking ? "mt-0.5 size-4 shrink-0 text-bad" : "mt-0.5 size-4 shrink-0 text-warn"} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
          <span className="font-medium">{finding.title}</span>
          <Chip tone={severityTones[finding.severity]}>{finding.severity}</Chip>
          <Chip tone={blocking ? "bad" : "idle"}>{finding.level}</Chip>
          <Mono className="text-note break-all text-ink-faint">{`${finding.pack}/${finding.rule}`}</Mono>
        </p>
        {finding.logicalId !== null && (
          <p className="mt-0.5 break-words">
            <Mono>{finding.logicalId}</Mono> <span className="text-note text-ink-faint">{finding.resourceType}</span>
          </p>
        )}
        <p className="mt-0.5 break-words text-ink-soft">{finding.message}</p>
        <p className="break-words text-ink-soft">{finding.hint}</p>
        <FindingPlace finding={finding} release={release} className="text-note" />
      </div>
    </article>
  );
}

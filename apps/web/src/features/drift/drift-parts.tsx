import type { AcceptedDrift, DriftResult, NotCheckable } from "@windlass/contracts/drift";
import { Button } from "../../ui/button.js";
import { Card, Section } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { aspectText } from "./aspect-text.js";
import type { DriftActions } from "./use-drift-actions.js";

/** `14 of 14 functions verified`, and what CloudFormation compared besides. */
export function countsText({ functions, resources }: Pick<DriftResult, "functions" | "resources">): string {
  const one = functions.total === 1 ? "function" : "functions";
  return `${functions.verified} of ${functions.total} ${one} verified, ${resources.verified} of ${resources.total} other resources`;
}

/** What nobody can compare. It is never counted as verified. */
export function NotCheckableList({ items }: { items: readonly NotCheckable[] }) {
  if (items.length === 0) return null;
  return (
    <Section title="Not checkable" description="Nobody can tell whether these are as the release describes them.">
      <Card>
        <ul className="divide-y divide-line">
          {items.map((item, index) => (
            <li key={index} className="px-4 py-2.5">
              <Mono className="font-medium break-all">{item.logicalId}</Mono> <span className="text-note text-ink-faint">{item.resourceType}</span>
              <span className="block text-note text-ink-soft">{item.reason}</span>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}

/** Differences that count no more until AWS has yet another value. */
export function AcceptedList({ accepted, revoke, mayAccept }: { accepted: readonly AcceptedDrift[]; revoke: DriftActions["revoke"]; mayAccept: boolean }) {
  if (accepted.length === 0) return null;
  return (
    <Section title="Accepted" description="These differences count no more, until AWS has yet another value.">
      <Card>
        <ul className="divide-y divide-line">
          {accepted.map((item) => (
            <li key={item.fingerprint} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2.5">
              <span className="min-w-0">
                <Mono className="font-medium break-all">{item.logicalId}</Mono> {aspectText(item)}
                <span className="block text-note text-ink-faint">
                  {`${item.acceptedBy}, `}
                  <RelativeTime at={item.acceptedAt} />
                  {item.reason !== "" && `: ${item.reason}`}
                </span>
              </span>
              {mayAccept && (
                <Button size="small" busy={revoke.isPending} onClick={() => revoke.mutate([item.fingerprint])}>
                  Count it again
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}

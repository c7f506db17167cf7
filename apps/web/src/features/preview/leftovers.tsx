import type { Preview } from "@windlass/contracts/preview";
import { pullLabel } from "@windlass/contracts/pull-words";
import { Mono } from "../../ui/chip.js";
import { RelativeTime } from "../../ui/relative-time.js";

/** What a removal found still there, and what the template keeps on purpose. */
export function Leftovers({ preview: { service, pullRequest, removal } }: { preview: Preview }) {
  const label = `Left of ${service} ${pullLabel(pullRequest.host, pullRequest.number)}`;
  return (
    <div className="rounded-md border border-line bg-sunken px-3 py-2 text-note text-ink-soft">
      <p>
        {`Left in AWS after ${removal.attempts === 1 ? "1 try" : `${removal.attempts} tries`}`}
        {removal.nextAttemptAt !== null && (
          <>
            ; tried again <RelativeTime at={removal.nextAttemptAt} />
          </>
        )}
      </p>
      <ul aria-label={label} className="mt-1 space-y-0.5">
        {removal.leftovers.map(({ kind, name, state }) => (
          <li key={`${kind} ${name}`} className="break-all">
            {`${kind.replace("_", " ")} `}
            <Mono>{name}</Mono>
            {state === "retained" && ", kept by the template"}
          </li>
        ))}
      </ul>
    </div>
  );
}

import type { DeploymentSummary, RollbackPreview } from "@windlass/contracts/deployment";
import { Mono } from "../../../ui/chip.js";
import { RelativeTime } from "../../../ui/relative-time.js";

/** What a roll-back will do: from which release to which, which functions get other code, which resources change. */
export function RollbackPreviewList({ preview }: { preview: RollbackPreview }) {
  const { target, current, functionsChanged, resources } = preview;
  const nothing = functionsChanged.length + resources.added.length + resources.changed.length + resources.removed.length === 0;
  return (
    <div className="mb-5 space-y-4">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-2 rounded-md bg-sunken px-3.5 py-3">
        {current !== null && <ReleaseLine name="Runs now" deployment={current} />}
        <ReleaseLine name="Comes back" deployment={target} />
      </dl>
      {nothing && <p className="text-ink-soft">Code and resources of the two releases are the same: nothing will change in AWS.</p>}
      <Names title="Functions that get their earlier code" names={functionsChanged} />
      <Names title="Resources removed" names={resources.removed} className="text-bad" />
      <Names title="Resources changed" names={resources.changed} />
      <Names title="Resources added" names={resources.added} />
    </div>
  );
}

function ReleaseLine({ name, deployment }: { name: string; deployment: DeploymentSummary }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">
        <span className="font-medium">{`Release ${deployment.release ?? deployment.number}`}</span>
        {deployment.finishedAt !== null && (
          <span className="text-ink-faint">
            {", deployed "}
            <RelativeTime at={deployment.finishedAt} />
          </span>
        )}
        {deployment.commit !== null && (
          <span className="block truncate text-note text-ink-soft">
            <Mono>{deployment.commit.sha.slice(0, 7)}</Mono> {deployment.commit.message.split("\n", 1)[0]}
          </span>
        )}
      </dd>
    </>
  );
}

function Names({ title, names, className }: { title: string; names: readonly string[]; className?: string }) {
  if (names.length === 0) return null;
  return (
    <div>
      <h3 className={className}>{`${title} (${names.length})`}</h3>
      <ul className="mt-1 max-h-40 space-y-0.5 overflow-y-auto text-note text-ink-soft">
        {names.map((name) => (
          <li key={name}>
            <Mono>{name}</Mono>
          </li>
        ))}
      </ul>
    </div>
  );
}

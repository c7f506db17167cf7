import type { RemovalResource } from "@windlass/contracts/removal";
import { contentText } from "../../../ui/bucket-content.js";
import { Chip, Mono } from "../../../ui/chip.js";
import { Switch } from "../../../ui/switch.js";
import { isData, isUndecided, stays, toggled, type RemovalChoice } from "./removal-choice.js";

interface LossListProps {
  resources: readonly RemovalResource[];
  choice: RemovalChoice;
  onChoose: (choice: RemovalChoice) => void;
}

/** Every resource with what becomes of it: first those that a person decides about, then all that goes with the stack. */
export function LossList({ resources, choice, onChoose }: LossListProps) {
  const decided = resources.filter(isData);
  const rest = resources.filter((resource) => !decided.includes(resource));
  return (
    <>
      {decided.length > 0 && (
        <ul aria-label="Resources that hold data" className="divide-y divide-line">
          {decided.map((resource) => (
            <DataRow key={resource.id} resource={resource} choice={choice} onChoose={onChoose} />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <details className="border-t border-line px-5 py-3.5" open={decided.length === 0}>
          <summary className="cursor-pointer font-medium">{`${rest.length} ${rest.length === 1 ? "resource goes" : "resources go"} with the stack`}</summary>
          <ul aria-label="Resources that are deleted" className="mt-2.5 space-y-1">
            {rest.map((resource) => (
              <li key={resource.id} className="flex flex-wrap items-baseline gap-x-2">
                <Mono className="break-all">{resource.id}</Mono>
                <span className="text-note text-ink-faint">{resource.outside ? "log group that Lambda made" : resource.resourceType}</span>
                {resource.retained && !resource.choice && <span className="text-note text-ink-soft">kept by its template</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function DataRow({ resource, choice, onChoose }: { resource: RemovalResource; choice: RemovalChoice; onChoose: (choice: RemovalChoice) => void }) {
  const { id, resourceType, physicalId, content } = resource;
  const kept = stays(resource, choice);
  const held = contentText(content);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Mono className="font-semibold break-all">{id}</Mono>
          <span className="text-note text-ink-faint">{resourceType}</span>
          <Chip tone={kept ? "good" : "bad"}>{kept ? "Stays in AWS" : "Will be deleted"}</Chip>
        </p>
        {physicalId !== null && physicalId !== id && <Mono className="block text-note break-all text-ink-faint">{physicalId}</Mono>}
        {held !== null && <p className="mt-0.5 text-note text-ink-soft">{`Holds ${held}.`}</p>}
        {isUndecided(resource, choice) && <p className="mt-0.5 text-note text-bad">CloudFormation deletes no bucket that is not empty: empty it or keep it.</p>}
      </div>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        <Choice label="Keep" what={id} checked={kept} disabled={!resource.choice} onChange={(on) => onChoose({ ...choice, retain: toggled(choice.retain, id, on) })} />
        {held !== null && !kept && (
          <Choice label="Empty it" what={id} checked={choice.empty.has(id)} disabled={false} onChange={(on) => onChoose({ ...choice, empty: toggled(choice.empty, id, on) })} />
        )}
      </div>
    </li>
  );
}

function Choice({ label, what, checked, disabled, onChange }: { label: string; what: string; checked: boolean; disabled: boolean; onChange: (on: boolean) => void }) {
  return (
    <span className="flex items-center gap-2">
      <Switch aria-label={`${label} ${what}`} checked={checked} disabled={disabled} onCheckedChange={onChange} />
      <span aria-hidden className="text-note">
        {label}
      </span>
    </span>
  );
}

import type { ComposePlan, ComposeService } from "@windlass/contracts/compose";
import { Chip, Mono, type Tone } from "../../ui/chip.js";
import { PlainLink } from "../../ui/link.js";

const actionLook = {
  create: { label: "New", tone: "good" },
  change: { label: "Differs", tone: "warn" },
  same: { label: "As it is", tone: "idle" },
} as const satisfies Record<ComposeService["action"], { label: string; tone: Tone }>;

/** Each service of a compose file: whether it is new or differs, and in what; then what keeps the file from being taken over. */
export function ComposePlanView({ plan: { services, others, problems } }: { plan: ComposePlan }) {
  return (
    <div className="space-y-4">
      {problems.length > 0 && (
        <ul role="alert" aria-label="Problems" className="space-y-1 rounded-lg border border-line bg-bad-soft px-4 py-3 text-bad">
          {problems.map((problem) => (
            <li key={problem} className="break-words">
              {problem}
            </li>
          ))}
        </ul>
      )}
      <ul aria-label="Services of the file" className="divide-y divide-line rounded-lg border border-line bg-surface shadow-raised">
        {services.map((service) => (
          <ServiceRow key={service.key} service={service} />
        ))}
      </ul>
      {others.length > 0 && <p className="text-note break-words text-ink-soft">{`Not in the file, and left as they are: ${others.join(", ")}.`}</p>}
    </div>
  );
}

function ServiceRow({ service }: { service: ComposeService }) {
  const { key, name, action, rootDirectory, wave, dependsOn, inputs, changes, leftOut } = service;
  const { label, tone } = actionLook[action];
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-medium break-words">
          {action === "create" ? (
            name
          ) : (
            <PlainLink to="/services/$service" params={{ service: name }}>
              {name}
            </PlainLink>
          )}
          {name !== key && <span className="ml-2 font-normal text-ink-soft">{`${key} in the file`}</span>}
        </p>
        <Chip tone={tone}>{label}</Chip>
      </div>
      <p className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-note text-ink-soft">
        <Mono className="break-all">{rootDirectory === "" ? "(root)" : rootDirectory}</Mono>
        <span>{`wave ${wave}`}</span>
        {dependsOn.length > 0 && <span className="min-w-0 break-words">{`after ${dependsOn.join(", ")}`}</span>}
      </p>
      <ul className="mt-1 space-y-0.5 text-note">
        {action === "create" &&
          Object.entries(inputs).map(([input, text]) => (
            <li key={input}>
              <Mono className="break-all">{`${input} = ${text}`}</Mono>
            </li>
          ))}
        {changes.map((change) => (
          <li key={change} className="break-words text-warn">
            {change}
          </li>
        ))}
        {leftOut.map(({ param, reason }) => (
          <li key={param} className="break-words text-ink-soft">{`Parameter ${param} is left out. ${reason}`}</li>
        ))}
      </ul>
    </li>
  );
}

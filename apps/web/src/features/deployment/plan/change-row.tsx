import type { ResourceChange } from "@windlass/contracts/plan";
import { Database, TriangleAlert } from "lucide-react";
import { Chip, Mono, type Tone } from "../../../ui/chip.js";
import { cn } from "../../../ui/cn.js";

const signs = {
  add: { sign: "+", color: "text-good" },
  change: { sign: "~", color: "text-run" },
  replace: { sign: "±", color: "text-warn" },
  remove: { sign: "−", color: "text-bad" },
  import: { sign: "↓", color: "text-accent" },
} as const satisfies Record<ResourceChange["action"], { sign: string; color: string }>;

const riskTones = { none: null, low: null, medium: "warn", high: "bad" } as const satisfies Record<ResourceChange["risk"], Tone | null>;

/** One resource of a plan, with the properties that change when it is opened. */
export function ChangeRow({ change }: { change: ResourceChange }) {
  if (change.properties.length === 0) {
    return (
      <li className="px-4 py-2">
        <ChangeLine change={change} />
      </li>
    );
  }
  return (
    <li>
      <details className="group">
        <summary data-row className="cursor-pointer list-none px-4 py-2 hover:bg-hover/60 focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChangeLine change={change} />
        </summary>
        <Properties properties={change.properties} />
      </details>
    </li>
  );
}

function ChangeLine({ change }: { change: ResourceChange }) {
  const { sign, color } = signs[change.action];
  const riskTone = riskTones[change.risk];
  const forcing = change.properties.filter(({ requiresRecreation }) => requiresRecreation === "always" || (requiresRecreation === "maybe" && change.replacement !== "no")).map(({ path }) => path);
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-1">
      <span aria-hidden className={cn("w-3 font-mono font-semibold", color)}>
        {sign}
      </span>
      <Mono className="min-w-0 font-medium break-all">{change.logicalId}</Mono>
      <span className="min-w-0 text-note break-all text-ink-faint">{change.resourceType}</span>
      {change.properties.length > 0 && (
        <span className="text-note text-ink-soft underline decoration-dotted underline-offset-3 group-open:no-underline">
          {change.properties.length === 1 ? "1 property" : `${change.properties.length} properties`}
        </span>
      )}
      {forcing.length > 0 && <span className="min-w-0 text-note break-all text-warn">{`because of ${forcing.join(", ")}`}</span>}
      {change.replacement === "maybe" && <Chip tone="warn">may be replaced</Chip>}
      {change.stateful && (
        <Chip tone={riskTone ?? "idle"} title="Losing this resource loses data">
          <Database aria-hidden />
          holds data
        </Chip>
      )}
      {riskTone !== null && (
        <Chip tone={riskTone}>
          <TriangleAlert aria-hidden />
          {`${change.risk} risk`}
        </Chip>
      )}
    </span>
  );
}

const recreation = { never: null, maybe: "may replace the resource", always: "replaces the resource" } as const;

function Properties({ properties }: { properties: ResourceChange["properties"] }) {
  return (
    <dl className="grid gap-y-2 border-t border-line bg-sunken/40 px-4 py-3 pl-9.5 text-note">
      {properties.map((property) => (
        <div key={property.path} className="min-w-0">
          <dt className="flex flex-wrap gap-x-3">
            <Mono className="break-all">{property.path}</Mono>
            {recreation[property.requiresRecreation] !== null && <span className="text-warn">{recreation[property.requiresRecreation]}</span>}
          </dt>
          <dd className="grid grid-cols-1 gap-x-4 font-mono md:grid-cols-2">
            <Value sign="−" text={property.before} className="text-bad" />
            <Value sign="+" text={property.after} className="text-good" />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ sign, text, className }: { sign: string; text: string | null; className: string }) {
  if (text === null) return null;
  return (
    <span className={cn("flex min-w-0 gap-2", className)}>
      <span aria-hidden>{sign}</span>
      <span className="sr-only">{sign === "+" ? "after:" : "before:"}</span>
      <span className="min-w-0 break-all whitespace-pre-wrap">{text}</span>
    </span>
  );
}

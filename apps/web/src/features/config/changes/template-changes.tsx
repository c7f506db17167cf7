import type { ResourceDifference } from "@windlass/cloudformation/resource-diff";
import type { PlanCounts } from "@windlass/contracts/plan";
import { Database, TriangleAlert } from "lucide-react";
import { Section } from "../../../ui/card.js";
import { ChangeBar } from "../../../ui/change-bar.js";
import { Chip, Mono } from "../../../ui/chip.js";
import { cn } from "../../../ui/cn.js";
import { ConfigLink } from "../config-link.js";
import { changeSigns } from "./signs.js";

const risks = ["high", "medium", "low", "none"] as const;
const riskTones = { none: null, low: null, medium: "warn", high: "bad" } as const;
const recreation = { never: null, maybe: "may replace the resource", always: "replaces the resource" } as const;

interface TemplateChangesProps {
  differences: readonly ResourceDifference[];
  /** The numbers of the releases. */
  before: number;
  after: number;
}

/** Resources that differ between two templates, what may lose something first. */
export function TemplateChanges({ differences, before, after }: TemplateChangesProps) {
  const told = differences.filter(({ disposable }) => !disposable).toSorted((a, b) => risks.indexOf(a.risk) - risks.indexOf(b.risk));
  const disposable = differences.filter((difference) => difference.disposable);
  const releaseOf = ({ action }: ResourceDifference) => (action === "remove" ? before : after);
  return (
    <Section title="Template" description={differences.length === 0 ? "Every resource is the same." : undefined} actions={<ChangeBar counts={countsOf(differences)} />}>
      {differences.length > 0 && (
        <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
          {told.length > 0 && (
            <ul aria-label="Changed resources" className="divide-y divide-line">
              {told.map((difference) => (
                <Difference key={difference.logicalId} difference={difference} release={releaseOf(difference)} />
              ))}
            </ul>
          )}
          {disposable.length > 0 && (
            <details>
              <summary className="cursor-pointer px-4 py-2.5 text-ink-soft hover:bg-hover/60 focus-visible:-outline-offset-2">
                {`${disposable.length} made anew with every change, such as versions of functions`}
              </summary>
              <ul aria-label="Resources made anew" className="divide-y divide-line border-t border-line">
                {disposable.map((difference) => (
                  <Difference key={difference.logicalId} difference={difference} release={releaseOf(difference)} />
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
    </Section>
  );
}

function countsOf(differences: readonly ResourceDifference[]): PlanCounts {
  const count = (action: ResourceDifference["action"]) => differences.filter((difference) => difference.action === action).length;
  return { added: count("add"), changed: count("change"), replaced: count("replace"), removed: count("remove") };
}

function Difference({ difference, release }: { difference: ResourceDifference; release: number }) {
  const { logicalId, resourceType, action, replacement, stateful, risk, properties } = difference;
  const { sign, color, word } = changeSigns[action === "import" ? "add" : action];
  const riskTone = riskTones[risk];
  return (
    <li className="grid gap-1.5 px-4 py-2.5">
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <span aria-hidden className={cn("w-3 shrink-0 font-mono font-semibold", color)}>
          {sign}
        </span>
        <span className="sr-only">{word}</span>
        <ConfigLink change={{ view: "template", release, at: logicalId, q: undefined }} className="min-w-0 font-mono font-medium break-all">
          {logicalId}
        </ConfigLink>
        <span className="min-w-0 text-note break-all text-ink-faint">{resourceType}</span>
        {replacement === "yes" && <Chip tone="warn">will be replaced</Chip>}
        {replacement === "maybe" && <Chip tone="warn">may be replaced</Chip>}
        {stateful && riskTone !== null && (
          <Chip tone={riskTone} title="Losing this resource loses data">
            <Database aria-hidden />
            holds data
          </Chip>
        )}
        {riskTone !== null && (
          <Chip tone={riskTone}>
            <TriangleAlert aria-hidden />
            {`${risk} risk`}
          </Chip>
        )}
      </p>
      {properties.length > 0 && <Properties properties={properties} />}
    </li>
  );
}

function Properties({ properties }: { properties: ResourceDifference["properties"] }) {
  return (
    <dl className="grid gap-y-1.5 pl-5.5 text-note">
      {properties.map((property) => (
        <div key={property.path} className="min-w-0">
          <dt className="flex flex-wrap gap-x-3">
            <Mono className="break-all text-ink-soft">{property.path}</Mono>
            {recreation[property.requiresRecreation] !== null && <span className="text-warn">{recreation[property.requiresRecreation]}</span>}
          </dt>
          <dd className="grid grid-cols-1 gap-x-4 gap-y-0.5 md:grid-cols-2">
            <Value label="before" value={property.before} className="text-bad" />
            <Value label="after" value={property.after} className="text-good md:col-start-2" />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ label, value, className }: { label: "before" | "after"; value: unknown; className: string }) {
  if (value === undefined) return null;
  return (
    <span className={cn("flex min-w-0 gap-2 font-mono", className)}>
      <span aria-hidden>{label === "before" ? "−" : "+"}</span>
      <span className="sr-only">{`${label}:`}</span>
      <span className="max-h-60 min-w-0 overflow-y-auto break-all whitespace-pre-wrap">{typeof value === "string" ? value : JSON.stringify(value, null, 2)}</span>
    </span>
  );
}

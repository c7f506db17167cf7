import { cn } from "../../../ui/cn.js";
import { Section } from "../../../ui/card.js";
import type { ConfigChange, ConfigSide } from "../config-diff.js";
import { ConfigLink } from "../config-link.js";
import { OriginChips } from "../origin-chip.js";
import { pointerText } from "../pointer.js";
import { scalarText } from "../scalar-text.js";
import { changeSigns } from "./signs.js";

const signOf = { added: changeSigns.add, removed: changeSigns.remove, changed: changeSigns.change, origin: changeSigns.origin } as const satisfies Record<ConfigChange["kind"], unknown>;

/** Values that differ between two releases, whose numbers are `before` and `after`, each with where it came from. */
export function ConfigChanges({ changes, before, after }: { changes: readonly ConfigChange[]; before: number; after: number }) {
  return (
    <Section title="Config" description={countText(changes.length)}>
      {changes.length > 0 && (
        <ul aria-label="Changed values" className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
          {changes.map((change) => (
            <Change key={`${change.before?.pointer} ${change.after?.pointer}`} change={change} before={before} after={after} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function countText(count: number): string {
  if (count === 0) return "Every value is the same, from the same place.";
  return count === 1 ? "1 value differs." : `${count} values differ.`;
}

function Change({ change, before, after }: { change: ConfigChange; before: number; after: number }) {
  const { kind } = change;
  const { sign, color, word } = signOf[kind];
  const shown = change.after ?? change.before;
  if (shown === null) return null;
  return (
    <li className="grid gap-1.5 px-4 py-2.5">
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
        <span aria-hidden className={cn("w-3 shrink-0 font-mono font-semibold", color)}>
          {sign}
        </span>
        <ConfigLink change={{ view: "config", release: change.after === null ? before : after, at: shown.pointer, q: undefined }} className="min-w-0 font-mono font-medium break-all max-sm:max-w-[calc(100%-1.5rem)]">
          {pointerText(shown.pointer)}
        </ConfigLink>
        <span className={cn("shrink-0 text-note", kind === "origin" ? "text-ink-faint max-sm:pl-5.5" : "sr-only")}>{kind === "origin" ? originWord(change) : word}</span>
      </p>
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1 pl-5.5 text-note md:grid-cols-2">
        {change.before !== null && <Side label="before" sign="−" side={change.before} className={kind === "origin" ? "text-ink-soft" : "text-bad"} />}
        {change.after !== null && <Side label="after" sign="+" side={change.after} className={cn(kind === "origin" ? "text-ink-soft" : "text-good", change.before === null && "md:col-start-2")} />}
      </dl>
    </li>
  );
}

function originWord({ before, after }: ConfigChange): string {
  const secret = [...(before?.origins ?? []), ...(after?.origins ?? [])].some((origin) => origin.secret);
  return secret ? "another version of a secret" : "the same value from elsewhere";
}

function Side({ label, sign, side, className }: { label: string; sign: string; side: ConfigSide; className: string }) {
  return (
    <div className="min-w-0">
      <dt className="sr-only">{label}</dt>
      <dd className="flex min-w-0 flex-wrap items-start gap-x-2 gap-y-1">
        <span aria-hidden className={className}>
          {sign}
        </span>
        <code className={cn("max-h-60 min-w-0 overflow-y-auto font-mono break-all whitespace-pre-wrap", className)}>{valueText(side)}</code>
        <OriginChips origins={side.origins} most={4} />
      </dd>
    </div>
  );
}

function valueText({ value }: ConfigSide): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : scalarText(value);
}

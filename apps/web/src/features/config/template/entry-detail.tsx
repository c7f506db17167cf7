import { isStateful } from "@windlass/cloudformation/stateful-types";
import { ArrowLeft, Database, FileCode2 } from "lucide-react";
import { Chip, Mono } from "../../../ui/chip.js";
import { CopyButton } from "../../../ui/copy-button.js";
import { ConfigLink } from "../config-link.js";
import { fileText } from "../origin-text.js";
import type { TemplateEntry, TemplateIndex } from "../template-index.js";
import { JsonView } from "./json-view.js";

/** One entry of the template: the line that made it, what it refers to and what refers to it, and its JSON. */
export function EntryDetail({ entry, index, needle }: { entry: TemplateEntry; index: TemplateIndex; needle: string }) {
  const { id, name, type, section, body } = entry;
  const json = JSON.stringify(body, null, 2);
  return (
    <article aria-label={name} className="min-w-0 overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      <header className="grid gap-2 border-b border-line px-4 py-3">
        <ConfigLink change={{ at: undefined }} className="flex items-center gap-1.5 py-1 text-note text-ink-soft lg:hidden">
          <ArrowLeft aria-hidden className="size-3.5" />
          The whole template
        </ConfigLink>
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h2 className="min-w-0 font-mono text-heading font-semibold break-all">{name}</h2>
          <span className="text-note text-ink-faint">{type === "" ? section : type}</span>
          {isStateful(type) && (
            <Chip title="Losing this resource loses data">
              <Database aria-hidden />
              holds data
            </Chip>
          )}
        </div>
        <MadeBy entry={entry} />
        <References label="Refers to" ids={index.refersTo(id)} />
        <References label="Referred to by" ids={index.referredBy(id)} />
      </header>
      <div className="relative">
        <CopyButton text={json} what="the JSON" className="absolute top-1.5 right-2" />
        <JsonView json={json} index={index} needle={needle} label={`JSON of ${name}`} />
      </div>
    </article>
  );
}

function MadeBy({ entry: { id, section, place, pointer, functionName } }: { entry: TemplateEntry }) {
  if (section !== "Resources") return null;
  if (place === null) return <p className="text-note text-ink-faint">Windlass added it by itself: no line of the config made it.</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-note text-ink-soft">
      <FileCode2 aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      Made by
      <ConfigLink change={{ view: "config", at: pointer ?? id, q: undefined }} className="font-mono break-all text-accent underline underline-offset-3">
        {fileText(place)}
      </ConfigLink>
      {place.property !== null && <Mono className="break-all">{place.property}</Mono>}
      {functionName !== null && !place.property?.startsWith("functions") && <span>{`for ${functionName}`}</span>}
    </p>
  );
}

/** How many are named at once; the others unfold. */
const mostShown = 8;

function References({ label, ids }: { label: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <div className="grid grid-cols-1 gap-x-3 text-note sm:grid-cols-[7rem_minmax(0,1fr)]">
      <span className="text-ink-faint">{label}</span>
      <div className="min-w-0">
        <Links label={label} ids={ids.slice(0, mostShown)} />
        {ids.length > mostShown && (
          <details>
            <summary className="cursor-pointer text-ink-soft">{`and ${ids.length - mostShown} more`}</summary>
            <Links label={`${label}, the others`} ids={ids.slice(mostShown)} />
          </details>
        )}
      </div>
    </div>
  );
}

function Links({ label, ids }: { label: string; ids: readonly string[] }) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-x-3 gap-y-0.5">
      {ids.map((id) => (
        <li key={id} className="min-w-0">
          <ConfigLink change={{ at: id }} className="font-mono break-all text-accent underline underline-offset-3">
            {id}
          </ConfigLink>
        </li>
      ))}
    </ul>
  );
}

import type { EventConfigs, EventKind } from "../3-check/event-config.js";
import type { FunctionModel } from "../4-model/service-model.js";
import type { Path } from "../path.js";
import type { TemplateBuilder } from "./template-builder.js";

/** Emits everything that the events of one type need, over all functions. */
export type EventEmitter = (builder: TemplateBuilder) => void;

/** One event of a function. `path` leads to its value in the config. */
export type FoundEvent<Kind extends EventKind> = { fn: FunctionModel; event: EventConfigs[Kind]; path: Path };

/** The events of one type, function by function, in the order of the config. */
export function eventsOf<Kind extends EventKind>(builder: TemplateBuilder, kind: Kind): FoundEvent<Kind>[] {
  const found: FoundEvent<Kind>[] = [];
  for (const fn of builder.model.functions) collect(fn, kind, found);
  return found;
}

/** The events of one type of one function. An empty value counts as no event, as in the reference. */
export function eventsOfFunction<Kind extends EventKind>(fn: FunctionModel, kind: Kind): FoundEvent<Kind>[] {
  return collect(fn, kind, []);
}

/** Every event type asks every function: the lists that most of them would need for nothing are not made. */
function collect<Kind extends EventKind>(fn: FunctionModel, kind: Kind, found: FoundEvent<Kind>[]): FoundEvent<Kind>[] {
  for (const [index, item] of fn.events.entries()) {
    const event = item[kind] as EventConfigs[Kind] | undefined;
    if (event) found.push({ fn, event, path: [...fn.path, "events", index, kind] });
  }
  return found;
}

import type { EventBody } from "@windlass/contracts/event";
import type { NewEvent } from "@windlass/operations/deployment-run/append-events";

type LogBody = Extract<EventBody, { kind: "log" }>;
/** Lines that differ in nothing but their text. */
type Lines = { like: LogBody; at: Date; texts: string[] };

/** Events in the order in which they came, until they are taken to be written. */
export type EventBacklog = {
  readonly size: number;
  push(event: EventBody): void;
  /** Takes at most so many of them off, the oldest first; a few less where lines that are kept together would be torn apart. */
  take(most: number): NewEvent[];
  clear(): void;
};

/** Lines that are kept together at most: much less than are taken at once. */
const mostAlike = 100;

/**
 * Of a burst of output only the texts are kept while they wait. With an object, a payload and a date for each, a million
 * lines left more garbage than is collected on the way, and the process grew by 150 MB.
 */
export function createEventBacklog(): EventBacklog {
  let entries: (Lines | NewEvent)[] = [];
  let size = 0;

  const addLine = (line: LogBody, now: number): void => {
    const last = entries.at(-1);
    if (last !== undefined && "texts" in last && last.texts.length < mostAlike && last.at.getTime() === now && isAlike(last.like, line)) {
      last.texts.push(line.payload.text);
    } else entries.push({ like: line, at: new Date(now), texts: [line.payload.text] });
  };
  return {
    get size() {
      return size;
    },
    push(event) {
      size += 1;
      const now = Date.now();
      if (event.kind === "log") addLine(event, now);
      else entries.push({ ...event, at: new Date(now) });
    },
    take(most) {
      const taken: NewEvent[] = [];
      let count = 0;
      for (const entry of entries) {
        if (taken.length + sizeOf(entry) > most) break;
        count += 1;
        spread(entry, taken);
      }
      // A new list: the old one is as old as the process, and would keep what it once held from being collected young.
      entries = entries.slice(count);
      size -= taken.length;
      return taken;
    },
    clear() {
      entries = [];
      size = 0;
    },
  };
}

function isAlike({ payload: one }: LogBody, { payload: other }: LogBody): boolean {
  return one.stream === other.stream && one.step === other.step && one.level === other.level;
}

function sizeOf(entry: Lines | NewEvent): number {
  return "texts" in entry ? entry.texts.length : 1;
}

function spread(entry: Lines | NewEvent, into: NewEvent[]): void {
  if (!("texts" in entry)) {
    into.push(entry);
    return;
  }
  const { at, like, texts } = entry;
  for (const text of texts) into.push({ kind: "log", at, payload: { ...like.payload, text } });
}

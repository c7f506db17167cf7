import type { EventStretch } from "@windlass/operations/deployment/follow-events";

export type ReadStretch = (after: number) => Promise<EventStretch | null>;

/** Reads one deployment's history: where there is more behind what was read, that is read while the first is sent. */
export function createReadAhead(read: ReadStretch): ReadStretch {
  let ahead: { after: number; stretch: Promise<EventStretch | null> } | null = null;
  return async (after) => {
    const known = ahead;
    ahead = null;
    const stretch = await (known?.after === after ? known.stretch : read(after));
    if (stretch !== null && stretch.upTo < stretch.lastSeq) {
      ahead = { after: stretch.upTo, stretch: read(stretch.upTo) };
      // Whoever takes it hears of its failure; it may be that nobody does.
      ahead.stretch.catch(() => undefined);
    }
    return stretch;
  };
}

/** A release as the rule sees it. */
export type KeptOrNot = {
  id: string;
  stageId: string;
  number: number;
  createdAt: Date;
  /** Whether a deployment of it ever succeeded, on a stage that is no preview that is gone. */
  shipped: boolean;
  pinned: boolean;
  /** Whether its stage runs it. */
  current: boolean;
  /** Whether a deployment that waits or runs is about it, or a function runs its code alone. */
  needed: boolean;
};

/** A release that is being built, or about to be deployed, is never so old without a deployment that waits or runs. */
const youngestHours = 24;

/**
 * The ids of releases whose artifacts nobody needs any more. Kept are, in each stage: the newest `keep` that shipped, the one
 * that runs, the one before it, pinned ones, those that a waiting or running deployment is about, and all of the last day.
 */
export function decideCollection(releases: readonly KeptOrNot[], { keep, now }: { keep: number; now: Date }): Set<string> {
  const youngest = now.getTime() - youngestHours * 3_600_000;
  const collected = new Set<string>();
  for (const stageId of new Set(releases.map((release) => release.stageId))) {
    const own = releases.filter((release) => release.stageId === stageId).toSorted((a, b) => b.number - a.number);
    const shipped = own.filter((release) => release.shipped);
    const running = own.find((release) => release.current);
    const before = running && shipped.find((release) => release.number < running.number);
    const kept = new Set([...shipped.slice(0, keep), before, running]);
    for (const release of own) {
      const stays = kept.has(release) || release.pinned || release.needed || release.createdAt.getTime() > youngest;
      if (!stays) collected.add(release.id);
    }
  }
  return collected;
}

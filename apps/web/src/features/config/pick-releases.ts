import type { ReleaseSummary } from "@windlass/contracts/release-config";

/** The number of the release to show: the one asked for, else the current one, else the newest; null when there is none. */
export function shownRelease(releases: readonly ReleaseSummary[], asked: number | undefined): number | null {
  return asked ?? (releases.find(({ current }) => current) ?? releases[0])?.number ?? null;
}

/** The number of the release to compare it with: the one asked for, else the newest before it that ran, else the one before. */
export function comparedRelease(releases: readonly ReleaseSummary[], shown: number, asked: number | undefined): number | null {
  if (asked !== undefined) return asked;
  const older = releases.filter(({ number }) => number < shown);
  return (older.find(({ shipped }) => shipped) ?? older[0])?.number ?? null;
}

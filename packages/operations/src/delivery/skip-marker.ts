import { skipMarkers } from "@windlass/contracts/deploy-rules";

const deployMarkers: readonly string[] = skipMarkers.slice(0, 2);
const bracketMarkers = skipMarkers.filter((marker) => marker.startsWith("["));

/**
 * The marker in a commit's message that keeps a push from deploying; null when there is none. Release tools tag a commit
 * that says `[skip ci]`, so a tag is kept back only by what names deploying.
 */
export function findSkipMarker(message: string, { isTag }: { isTag: boolean }): string | null {
  const text = message.toLowerCase();
  const found = bracketMarkers.find((marker) => text.includes(marker) && (!isTag || deployMarkers.includes(marker)));
  if (found !== undefined) return found;
  return !isTag && hasTrailer(text) ? "skip-checks: true" : null;
}

/** A trailer stands in the message's last paragraph, as git reads it. */
function hasTrailer(text: string): boolean {
  const last = text.trimEnd().split(/\n\s*\n/);
  return last.length > 1 && /^skip-checks:\s*true\s*$/m.test(last.at(-1) ?? "");
}

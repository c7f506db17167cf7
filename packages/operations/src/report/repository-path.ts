import { posix } from "node:path";
import type { SourcePlace } from "@windlass/contracts/error";

/** A place in a file of the repository, as a forge names it. */
export type RepositoryPlace = { path: string; line: number };

/** Where in the repository a place of a service's config is; null for one that has no line or is outside. */
export function repositoryPlace(place: SourcePlace | null, rootDirectory: string): RepositoryPlace | null {
  if (place === null || place.line === null || posix.isAbsolute(place.file)) return null;
  const path = posix.join(rootDirectory, place.file);
  return path.startsWith("../") || path === ".." ? null : { path, line: place.line };
}

import type { ReleaseConfig } from "@windlass/contracts/release-config";
import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import type { ConfigSearch } from "../config-search.js";
import { placePointer } from "../place-pointer.js";
import { NotKept } from "../not-kept.js";
import type { TemplateIndex } from "../template-index.js";
import { ConfigTree } from "./config-tree.js";

interface ResolvedViewProps {
  release: ReleaseConfig;
  index: TemplateIndex;
  search: ConfigSearch;
}

/** The config of a release with its variables resolved; what to do where it was not kept. */
export function ResolvedView({ release, index, search }: ResolvedViewProps) {
  const { resolvedConfig } = release;
  if (resolvedConfig === null) return <NotKept release={release} at={search.at} />;
  return <ConfigTree config={resolvedConfig} index={index} search={search} selected={selectedPointer(resolvedConfig, index, search.at)} />;
}

/** `at` is a pointer, or the id of a resource, which stands for what made it. */
function selectedPointer(config: ResolvedConfig, index: TemplateIndex, at: string | undefined): string | null {
  if (at === undefined) return null;
  if (at.startsWith("/")) return at;
  const entry = index.byId.get(at);
  if (entry === undefined) return null;
  return entry.pointer ?? (entry.place === null ? null : placePointer(config, entry.place));
}

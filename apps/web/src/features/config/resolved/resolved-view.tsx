import type { StageAddress } from "@windlass/client/address";
import type { ReleaseConfig } from "@windlass/contracts/release-config";
import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import { FileQuestion } from "lucide-react";
import { Mono } from "../../../ui/chip.js";
import { EmptyState } from "../../../ui/empty-state.js";
import { ButtonLink } from "../../../ui/link.js";
import { fileText } from "../origin-text.js";
import type { ConfigSearch } from "../config-search.js";
import { placePointer } from "../place-pointer.js";
import type { TemplateIndex } from "../template-index.js";
import { ConfigTree } from "./config-tree.js";

interface ResolvedViewProps {
  address: StageAddress;
  release: ReleaseConfig;
  index: TemplateIndex;
  search: ConfigSearch;
}

/** The config of a release with its variables resolved; what to do where it was not kept. */
export function ResolvedView({ address, release, index, search }: ResolvedViewProps) {
  const { resolvedConfig } = release;
  if (resolvedConfig === null) return <NotKept address={address} release={release} index={index} at={search.at} />;
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

function NotKept({ address, release, index, at }: { address: StageAddress; release: ReleaseConfig; index: TemplateIndex; at: string | undefined }) {
  const place = at === undefined ? null : (index.byId.get(at)?.place ?? null);
  return (
    <EmptyState
      icon={<FileQuestion aria-hidden />}
      title={`The resolved config of release ${release.number} was not kept`}
      actions={
        <ButtonLink
          to="/services/$service/stages/$stage/config"
          params={address}
          search={{ view: "template", release: release.number, at: place === null ? undefined : at }}
        >
          See its template
        </ButtonLink>
      }
    >
      <p>It was built before Windlass recorded where each value came from. Deploy the stage once more to record it for the new release.</p>
      {place !== null && (
        <p className="mt-2">
          <Mono>{at}</Mono> was made by <Mono>{`${fileText(place)} ${place.property ?? ""}`.trim()}</Mono>.
        </p>
      )}
    </EmptyState>
  );
}

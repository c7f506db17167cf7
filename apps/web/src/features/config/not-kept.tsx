import type { ReleaseConfig } from "@windlass/contracts/release-config";
import { FileQuestion } from "lucide-react";
import { Mono } from "../../ui/chip.js";
import { EmptyState } from "../../ui/empty-state.js";
import { fileText } from "./origin-text.js";

/** What a release shows whose config was not kept; `at` is the resource that somebody asks for. */
export function NotKept({ release: { number, sourceMap }, at }: { release: ReleaseConfig; at?: string | undefined }) {
  const place = at === undefined ? undefined : sourceMap[at];
  return (
    <EmptyState icon={<FileQuestion aria-hidden />} title={`The config of release ${number} was not kept`}>
      <p>
        It was built before Windlass recorded where each value came from and which values are secret. Deploy the stage once more to record it for
        the new release.
      </p>
      {place !== undefined && (
        <p className="mt-2">
          <Mono>{at}</Mono> was made by <Mono>{`${fileText(place)} ${place.property ?? ""}`.trim()}</Mono>.
        </p>
      )}
    </EmptyState>
  );
}

import { useQuery } from "@tanstack/react-query";
import { diffResources } from "@windlass/cloudformation/resource-diff";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import type { StageAddress } from "@windlass/client/address";
import type { ReleaseConfig } from "@windlass/contracts/release-config";
import { Equal } from "lucide-react";
import { useMemo } from "react";
import { releaseConfigQuery } from "../../../queries/releases.js";
import { EmptyState } from "../../../ui/empty-state.js";
import { QueryView } from "../../../ui/query-view.js";
import { diffConfigs } from "../config-diff.js";
import { ConfigChanges } from "./config-changes.js";
import { NotKept } from "../not-kept.js";
import { TemplateChanges } from "./template-changes.js";

interface ChangesViewProps {
  address: StageAddress;
  before: { number: number; version: string | undefined };
  after: ReleaseConfig;
}

/** What differs between two releases: values of the config with where they came from, and resources of the template. */
export function ChangesView({ address, before, after }: ChangesViewProps) {
  const query = useQuery(releaseConfigQuery({ ...address, number: before.number }, before.version));
  return <QueryView query={query}>{(release) => <Changes before={release} after={after} />}</QueryView>;
}

function Changes({ before, after }: { before: ReleaseConfig; after: ReleaseConfig }) {
  const differences = useMemo(() => diffReleases(before, after), [before, after]);
  if (differences === null) return <NotKept release={before.template === null ? before : after} />;
  const { values, resources } = differences;
  if (resources.length === 0 && values.length === 0) {
    return (
      <EmptyState icon={<Equal aria-hidden />} title="Nothing changed">
        {before.number === after.number
          ? "Both are the same release: choose another one to compare with."
          : `Releases ${before.number} and ${after.number} have the same values from the same places, and the same template.`}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-8">
      <ConfigChanges changes={values} before={before.number} after={after.number} />
      <TemplateChanges differences={resources} before={before.number} after={after.number} />
    </div>
  );
}

/** Null where one of the releases did not keep what it was compiled from. */
function diffReleases(before: ReleaseConfig, after: ReleaseConfig) {
  if (before.resolvedConfig === null || after.resolvedConfig === null) return null;
  return { values: diffConfigs(before.resolvedConfig, after.resolvedConfig), resources: diffResources(templateOf(before), templateOf(after)) };
}

function templateOf({ template }: ReleaseConfig): JsonObject {
  return isJsonObject(template) ? template : {};
}

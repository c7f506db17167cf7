import { useQuery } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import type { ReleaseConfig, ReleaseSummary } from "@windlass/contracts/release-config";
import { FileCode2 } from "lucide-react";
import { useMemo } from "react";
import { releaseConfigQuery, releasesQuery } from "../../queries/releases.js";
import { EmptyState } from "../../ui/empty-state.js";
import { QueryView } from "../../ui/query-view.js";
import { ChangesView } from "./changes/changes-view.js";
import { configViews, type ConfigSearch, type ConfigView } from "./config-search.js";
import { InputList } from "./input-list.js";
import { NotKept } from "./not-kept.js";
import { comparedRelease, shownRelease } from "./pick-releases.js";
import { ReleasePicker } from "./release-picker.js";
import { ResolvedView } from "./resolved/resolved-view.js";
import { SegmentLink } from "./segment-link.js";
import { indexTemplate } from "./template-index.js";
import { TemplateView } from "./template/template-view.js";

const viewNames = { config: "Resolved config", template: "Template", changes: "Changes" } as const satisfies Record<ConfigView, string>;

/** What a release of the stage was compiled from and to, and what differs between two of them. */
export function ConfigPanel({ address, search }: { address: StageAddress; search: ConfigSearch }) {
  const query = useQuery(releasesQuery(address));
  return (
    <QueryView query={query}>
      {(releases) => {
        const shown = shownRelease(releases, search.release);
        if (shown === null) return <NoRelease />;
        return <ReleaseView address={address} search={search} releases={releases} shown={shown} />;
      }}
    </QueryView>
  );
}

interface ReleaseViewProps {
  address: StageAddress;
  search: ConfigSearch;
  releases: readonly ReleaseSummary[];
  shown: number;
}

function ReleaseView({ address, search, releases, shown }: ReleaseViewProps) {
  const { view = "config" } = search;
  const compared = comparedRelease(releases, shown, search.compare);
  const versionOf = (number: number) => releases.find((release) => release.number === number)?.version;
  const query = useQuery(releaseConfigQuery({ ...address, number: shown }, versionOf(shown)));
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <ViewPicker view={view} />
        <div className="flex min-w-0 flex-wrap items-end gap-3">
          {view === "changes" && compared !== null && <ReleasePicker label="From" name="compare" releases={releases} shown={compared} />}
          <ReleasePicker label={view === "changes" ? "To" : "Release"} name="release" releases={releases} shown={shown} />
        </div>
      </div>
      {view === "changes" && compared === null && (
        <EmptyState title="There is nothing to compare with yet">{`Release ${shown} is the first one. What the next one changes is listed here.`}</EmptyState>
      )}
      {(view !== "changes" || compared !== null) && (
        <QueryView query={query}>
          {(release) => {
            if (view !== "changes") return <Compiled key={`${shown} ${view}`} release={release} search={search} />;
            if (compared === null) return null;
            return <ChangesView address={address} after={release} before={{ number: compared, version: versionOf(compared) }} />;
          }}
        </QueryView>
      )}
    </div>
  );
}

function Compiled({ release, search }: { release: ReleaseConfig; search: ConfigSearch }) {
  const index = useMemo(() => indexTemplate(release), [release]);
  if (release.template === null) return <NotKept release={release} at={search.at} />;
  if (search.view === "template") return <TemplateView index={index} search={search} />;
  return (
    <>
      <InputList inputs={release.inputs} />
      <ResolvedView release={release} index={index} search={search} />
    </>
  );
}

function ViewPicker({ view }: { view: ConfigView }) {
  return (
    <nav aria-label="View" className="flex rounded-md bg-sunken p-0.5">
      {configViews.map((each) => (
        <SegmentLink key={each} change={{ view: each, q: undefined, at: undefined }} current={each === view}>
          {viewNames[each]}
        </SegmentLink>
      ))}
    </nav>
  );
}

function NoRelease() {
  return (
    <EmptyState icon={<FileCode2 aria-hidden />} title="Nothing was compiled yet">
      Deploy with the button above. Each release then keeps its config with every variable resolved, where each value came from, and the
      CloudFormation template that was made of it.
    </EmptyState>
  );
}

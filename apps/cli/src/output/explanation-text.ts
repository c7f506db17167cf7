import type { Explanation, Source, Tie } from "@windlass/compiler/explain/explanation";
import { placeRows, type View } from "./place-text.js";
import { plainText } from "./plain-text.js";
import type { SourceFiles } from "./source-files.js";
import { formatTable } from "./table.js";

/** So many places of one kind are shown with their lines; the rest is counted. */
const maxSources = 12;

/** Everything about one resource, for people. */
export function explanationText(explanation: Explanation, files: SourceFiles, view: View): string {
  const { logicalId, type, why, stack, sources, dependsOn, referencedBy, resource } = explanation;
  const { paint } = view;
  return [
    `${paint("bold", logicalId)}  ${type}${stack === null ? "" : `  in ${stack}`}\n${why}`,
    section("From", sources.length === 0 ? "no line of the config: it is made by default" : sourcesText(sources, files, view), view),
    section("Depends on", tiesText(dependsOn), view),
    section("Referred to by", tiesText(referencedBy), view),
    section("Resource", plainText(JSON.stringify(resource, null, 2)), view),
  ].join("\n\n");
}

function section(title: string, text: string, { paint }: View): string {
  return `${paint("cyan", title)}\n${text.replaceAll(/^(?=.)/gm, "  ")}`;
}

function sourcesText(sources: readonly Source[], files: SourceFiles, view: View): string {
  const blocks = sources.slice(0, maxSources).map(({ property, place, why }) => {
    const { rows } = placeRows({ place, range: files.rangeOf(place, "key"), colour: "green" }, view);
    return [`${plainText(property)} ${view.paint("dim", plainText(why))}`, ...rows].join("\n");
  });
  const rest = sources.length - maxSources;
  return [...blocks, ...(rest > 0 ? [`… and ${rest} more places (all with --json)`] : [])].join("\n");
}

function tiesText(ties: readonly Tie[]): string {
  if (ties.length === 0) return "nothing";
  return plainText(formatTable(ties.map(({ logicalId, type, kind, at }) => [logicalId, type ?? "", `${at} (${kind})`])));
}

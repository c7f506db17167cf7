import { compareTemplates } from "@windlass/cloudformation/compare-templates";
import type { Json } from "@windlass/cloudformation/template";
import type { ConfigDifference, PromotedArtifact, PromotionResult } from "@windlass/contracts/deployment-results";
import type { Artifact } from "@windlass/contracts/release";
import { valueText, type ComparableRelease } from "./compare-releases.js";
import { templateOf } from "./function-code.js";

/** One side of a promotion: a stage and the release that was built for it. */
export type PromotionSide = Pick<ComparableRelease, "shownTemplate"> & {
  stage: string;
  artifacts: readonly Artifact[];
  /** Names of its functions, those that run an image too. */
  functions: readonly string[];
};

export type PromotionInput = { from: PromotionSide & { number: number; release: number }; to: PromotionSide };

const mostDifferences = 300;

/** What two stages have in common after a promotion, and what they have not. */
export function comparePromotion({ from, to }: PromotionInput): PromotionResult {
  const differences = from.shownTemplate === null || to.shownTemplate === null ? null : differencesOf(from, to);
  return {
    stage: from.stage,
    number: from.number,
    release: from.release,
    artifacts: [...compareFunctions(from, to), ...compareLayers(from, to)],
    differences: differences?.slice(0, mostDifferences) ?? null,
    moreDifferences: Math.max(0, (differences?.length ?? 0) - mostDifferences),
  };
}

function compareFunctions(from: PromotionSide, to: PromotionSide): PromotedArtifact[] {
  const zipOf = (side: PromotionSide, name: string) => side.artifacts.find(({ kind, functions }) => kind !== "layer" && functions.includes(name));
  const names = [...new Set([...to.functions, ...from.functions])].toSorted();
  return names.map((name) => {
    const missing = !from.functions.includes(name) ? `Only ${to.stage} has it.` : !to.functions.includes(name) ? `Only ${from.stage} has it.` : null;
    return compareZips({ name, kind: "function", from: zipOf(from, name), to: zipOf(to, name), missing: missing ?? "It runs an image, not a zip.", stages: [from.stage, to.stage] });
  });
}

function compareLayers(from: PromotionSide, to: PromotionSide): PromotedArtifact[] {
  const layersOf = (side: PromotionSide) => side.artifacts.filter(({ kind }) => kind === "layer");
  const names = [...new Set([...layersOf(to), ...layersOf(from)].map(({ name }) => name))].toSorted();
  return names.map((name) => {
    const [one, other] = [from, to].map((side) => layersOf(side).find((layer) => layer.name === name));
    return compareZips({ name, kind: "layer", from: one, to: other, missing: `Only ${one ? from.stage : to.stage} has it.`, stages: [from.stage, to.stage] });
  });
}

type Zips = Pick<PromotedArtifact, "name" | "kind"> & { from: Artifact | undefined; to: Artifact | undefined; missing: string; stages: [string, string] };

function compareZips({ name, kind, from, to, missing, stages }: Zips): PromotedArtifact {
  const identical = from !== undefined && from.hash === to?.hash;
  return {
    name,
    kind,
    identical,
    sameObject: identical && from.bucket === to?.bucket && from.key === to.key,
    hash: to?.hash ?? null,
    fromHash: from?.hash ?? null,
    why: identical ? null : from && to ? `Other bytes: ${from.sizeBytes} on ${stages[0]}, ${to.sizeBytes} on ${stages[1]}.` : missing,
  };
}

/** Property by property; what differs only by the stages' own names, as names of resources do, is no difference. */
function differencesOf(from: PromotionSide, to: PromotionSide): ConfigDifference[] {
  const { resources, others } = compareTemplates(templateOf({ template: from.shownTemplate ?? "{}" }), templateOf({ template: to.shownTemplate ?? "{}" }));
  const isNamed = (before: Json | undefined, after: Json | undefined) =>
    before !== undefined && after !== undefined && withoutStage(before, from.stage) === withoutStage(after, to.stage);
  const ofResources = resources.flatMap(({ logicalId, resourceType, action, properties }): ConfigDifference[] => {
    if (action === "add") return [{ logicalId, resourceType, path: "", from: null, to: `only on ${to.stage}` }];
    if (action === "remove") return [{ logicalId, resourceType, path: "", from: `only on ${from.stage}`, to: null }];
    const real = properties.filter(({ before, after }) => !isNamed(before, after));
    return real.map(({ path, before, after }) => ({ logicalId, resourceType, path, from: valueText(before), to: valueText(after) }));
  });
  const ofOthers = others
    .filter(({ before, after }) => !isNamed(before, after))
    .map(({ path, before, after }) => ({ logicalId: path.split(".")[0] ?? "", resourceType: "", path, from: valueText(before), to: valueText(after) }));
  return [...ofResources, ...ofOthers];
}

function withoutStage(value: Json, stage: string): string {
  const name = stage.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return JSON.stringify(value).replace(new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, "g"), "<stage>");
}

import type { Difference, LocatedDifference } from "@windlass/compiler/diff/diff-with";
import type { Colour, Paint } from "./paint.js";
import { plainText } from "./plain-text.js";

const signs: Readonly<Record<LocatedDifference["action"], readonly [sign: string, colour: Colour]>> = {
  add: ["+", "green"],
  change: ["~", "yellow"],
  import: ["+", "green"],
  replace: ["±", "red"],
  remove: ["-", "red"],
};

/** A value longer than this is cut: the whole of it is in the templates. */
const maxValueLength = 100;

/** What would change, resource by resource with its properties, then other sections, then the counts. */
export function differenceText({ same, counts, resources, others }: Difference, paint: Paint): string {
  if (same) return "No difference.";
  const blocks = resources.map((resource) => resourceText(resource, paint));
  const sections = others.map((other) => changeText(other, paint));
  const total = (Object.keys(counts) as (keyof typeof counts)[]).filter((name) => counts[name] > 0).map((name) => `${counts[name]} ${name}`);
  const summary = total.length === 0 ? "No resource changes." : `Resources: ${total.join(", ")}.`;
  return [...blocks, ...(sections.length > 0 ? [`${paint("bold", "Other sections")}\n${sections.join("\n")}`] : []), summary].join("\n\n");
}

function resourceText({ logicalId, resourceType, action, stateful, risk, properties, place }: LocatedDifference, paint: Paint): string {
  const [sign, colour] = signs[action];
  const isLost = action === "replace" || action === "remove";
  const notes = [
    ...(action === "replace" ? ["replaced"] : []),
    ...(stateful && isLost ? [risk === "high" ? "its data is lost" : "its data is kept aside"] : []),
    ...(place?.line ? [`${place.file}:${place.line}`] : []),
  ];
  const title = `${paint(colour, `${sign} ${plainText(logicalId)}`)}  ${plainText(resourceType)}${notes.length > 0 ? `  (${plainText(notes.join(", "))})` : ""}`;
  const changes = properties.map((change) => `${changeText(change, paint)}${{ always: "  forces a replacement", maybe: "  may force a replacement", never: "" }[change.requiresRecreation]}`);
  return [title, ...changes].join("\n");
}

function changeText({ path, before, after }: { path: string; before: unknown; after: unknown }, paint: Paint): string {
  const name = `    ${plainText(path)}: `;
  if (before === undefined) return `${name}${paint("green", `+ ${show(after)}`)}`;
  if (after === undefined) return `${name}${paint("red", `- ${show(before)}`)}`;
  return `${name}${paint("red", show(before))} → ${paint("green", show(after))}`;
}

function show(value: unknown): string {
  const text = plainText(JSON.stringify(value));
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
}

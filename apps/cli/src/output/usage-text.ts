import type { Usage } from "@windlass/compiler/usage/usage";
import type { SourcePlace } from "@windlass/contracts/error";
import type { Paint } from "./paint.js";
import { plainText } from "./plain-text.js";
import { formatTable } from "./table.js";

const maxContributors = 20;
const barWidth = 20;
const names = { resources: "resources", outputs: "outputs", parameters: "parameters", mappings: "mappings", templateBytes: "template bytes" } as const;

/** How full each limit is, and what fills it: parts of the config, then types of resources. */
export function usageText(usage: Usage, paint: Paint): string {
  const { limits, contributors, types, nestedStacks } = usage;
  const full = (Object.keys(names) as (keyof typeof names)[]).map((name) => [names[name], format(usage[name]), `of ${format(limits[name])}`, bar(usage[name] / limits[name], paint)]);
  const shares = contributors.slice(0, maxContributors).map(({ path, resources, outputs, bytes, place }) => [path, format(resources), format(outputs), format(bytes), placeText(place)]);
  const rest = contributors.length - maxContributors;
  return [
    formatTable(full),
    plainText(formatTable([["FROM", "RESOURCES", "OUTPUTS", "BYTES", "PLACE"], ...shares])),
    ...(rest > 0 ? [`… and ${rest} more (all with --json)`] : []),
    ...(nestedStacks.length > 0 ? [nestedText(nestedStacks)] : []),
    formatTable([["TYPE", "RESOURCES", "BYTES"], ...types.map(({ type, resources, bytes }) => [plainText(type), format(resources), format(bytes)])]),
  ].join("\n\n");
}

function nestedText(stacks: Usage["nestedStacks"]): string {
  const rows = stacks.map(({ logicalId, resources, outputs, parameters, templateBytes }) => [logicalId, ...[resources, outputs, parameters, templateBytes].map(format)]);
  return formatTable([["NESTED STACK", "RESOURCES", "OUTPUTS", "PARAMETERS", "BYTES"], ...rows]);
}

function bar(part: number, paint: Paint): string {
  const filled = Math.min(barWidth, Math.round(part * barWidth));
  const text = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${Math.round(part * 100)} %`;
  return paint(part > 1 ? "red" : part >= 0.8 ? "yellow" : "green", text);
}

function placeText({ file, line }: SourcePlace): string {
  return line === null ? file : `${file}:${line}`;
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}

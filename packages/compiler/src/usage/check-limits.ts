import { templateLimits } from "@windlass/cloudformation/template-limits";
import type { Problem } from "../diagnostic.js";
import { formatPath } from "../path.js";
import { countTemplate, sharesOf, type Measured, type Share } from "./measure-usage.js";
import type { Counts } from "./usage.js";

/** From this part of a limit on people are warned: so much room is gone with the next few functions. */
const nearly = 0.8;
const maxNamed = 3;

const words: Readonly<Record<keyof Counts, string>> = {
  resources: "resources",
  outputs: "outputs",
  parameters: "parameters",
  mappings: "mappings",
  templateBytes: "bytes",
};

type Finding = { name: keyof Counts; count: number; isOver: boolean };

/** What of the templates is beyond what CloudFormation takes (`limit_exceeded`), and what is at 80 % of it or more (`limit_near`). */
export function checkLimits(measured: Measured): Problem[] {
  const found = findingsOf(countTemplate(measured));
  const shares = found.length === 0 ? [] : sharesOf(measured);
  return [
    ...found.map((finding) => problemOf("The template", finding, { largest: largestText(finding.name, shares), hint: hintOf(finding.name, measured) })),
    ...measured.nestedStacks.flatMap((stack) =>
      findingsOf(countTemplate(stack))
        .filter(({ isOver }) => isOver)
        .map((finding) => problemOf(`The nested stack ${stack.logicalId}`, finding, { largest: "", hint: "Raise custom.windlass.split.stacks for a stage that is not deployed yet, or split by: type." })),
    ),
  ];
}

function findingsOf(counts: Counts): Finding[] {
  return (Object.keys(words) as (keyof Counts)[])
    .map((name) => ({ name, count: counts[name], isOver: counts[name] > templateLimits[name] }))
    .filter(({ name, count }) => count >= nearly * templateLimits[name]);
}

function problemOf(subject: string, { name, count, isOver }: Finding, { largest, hint }: { largest: string; hint: string }): Problem {
  const limit = format(templateLimits[name]);
  const text = isOver ? `and CloudFormation takes ${limit} at most` : `of ${limit} that CloudFormation takes`;
  return {
    code: isOver ? "limit_exceeded" : "limit_near",
    message: `${subject} has ${format(count)} ${words[name]}${isOver ? "," : ""} ${text}${largest === "" ? "" : `. The largest contributors: ${largest}`}`,
    hint,
  };
}

/** A service that is over a limit has most of it in many functions that are alike: how many there are says as much as their names. */
function largestText(name: keyof Counts, shares: readonly Share[]): string {
  if (name === "parameters" || name === "mappings") return "";
  const unit = name === "templateBytes" ? "bytes" : name;
  const events = eventsText(unit, shares);
  const sums = new Map<string, number>();
  for (const share of shares) {
    const part = formatPath(share.path.slice(0, 2));
    sums.set(part, (sums.get(part) ?? 0) + share[unit]);
  }
  const sorted = Array.from(sums).filter(([, sum]) => sum > 0).sort(([, a], [, b]) => b - a);
  const named = sorted.slice(0, maxNamed).map(([part, sum]) => `${part} (${format(sum)})`);
  const rest = sorted.slice(maxNamed).reduce((sum, [, amount]) => sum + amount, 0);
  return [...named, ...(rest > 0 ? [`${sorted.length - maxNamed} more (${format(rest)})`] : [])].join(", ") + events;
}

/** `. By event: http (98 with 490), sqs (3 with 3)`: which events to have fewer of. */
function eventsText(unit: "resources" | "outputs" | "bytes", shares: readonly Share[]): string {
  const types = new Map<string, { count: number; sum: number }>();
  for (const share of shares) {
    const type = share.path.at(-1);
    if (share.kind !== "event" || typeof type !== "string") continue;
    const { count, sum } = types.get(type) ?? { count: 0, sum: 0 };
    types.set(type, { count: count + 1, sum: sum + share[unit] });
  }
  const sorted = Array.from(types).filter(([, { sum }]) => sum > 0).sort(([, a], [, b]) => b.sum - a.sum);
  const named = sorted.slice(0, maxNamed).map(([type, { count, sum }]) => `${type} (${format(count)} with ${format(sum)})`);
  return named.length === 0 ? "" : `. By event: ${named.join(", ")}`;
}

function hintOf(name: keyof Counts, { template, nestedStacks }: Measured): string {
  if (name === "parameters" || name === "mappings") return `Split the ${words[name]} that resources defines, or put them into a service of their own.`;
  const versions = Object.values(template.Resources).filter(({ Type: type }) => type === "AWS::Lambda::Version").length;
  const saving = versions > 1 ? `, drop versions that nobody calls (provider.versionFunctions: false saves ${versions} resources)` : "";
  const start = nestedStacks.length === 0 ? "Let custom.windlass.split put resources into nested stacks" : "Name more types in custom.windlass.split.move";
  return `${start}${saving}, or move functions into a service of their own. windlass compile --stats shows what each function and event costs.`;
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}

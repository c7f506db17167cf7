import { templateLimits } from "@windlass/cloudformation/template-limits";
import type { Problem } from "../diagnostic.js";
import { formatPath } from "../path.js";
import { countTemplate, sharesOf, type Counts, type Measured, type Share } from "./measure-usage.js";

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

/** What of a template is beyond what CloudFormation takes (`limit_exceeded`), and what is at 80 % of it or more (`limit_near`). */
export function checkLimits(measured: Measured): Problem[] {
  const counts = countTemplate(measured);
  const names = (Object.keys(words) as (keyof Counts)[]).filter((name) => counts[name] >= nearly * templateLimits[name]);
  if (names.length === 0) return [];
  const shares = sharesOf(measured);
  return names.map((name): Problem => {
    const isOver = counts[name] > templateLimits[name];
    const largest = largestText(name, shares);
    const count = `${format(counts[name])} ${words[name]}, ${isOver ? "and CloudFormation takes" : "of"} ${format(templateLimits[name])}`;
    return {
      code: isOver ? "limit_exceeded" : "limit_near",
      message: `The template has ${count}${isOver ? " at most" : " that CloudFormation takes"}${largest === "" ? "" : `. The largest contributors: ${largest}`}`,
      hint: name === "parameters" || name === "mappings" ? `Split the ${words[name]} that resources defines, or put them into a service of their own.` : hintOf(measured),
    };
  });
}

/** A service that is over a limit has most of it in many functions that are alike: how many there are says as much as their names. */
function largestText(name: keyof Counts, shares: readonly Share[]): string {
  if (name === "parameters" || name === "mappings") return "";
  const unit = name === "templateBytes" ? "bytes" : name;
  const sums = new Map<string, number>();
  for (const share of shares) {
    const part = formatPath(share.path.slice(0, 2));
    sums.set(part, (sums.get(part) ?? 0) + share[unit]);
  }
  const sorted = Array.from(sums).filter(([, sum]) => sum > 0).sort(([, a], [, b]) => b - a);
  const named = sorted.slice(0, maxNamed).map(([part, sum]) => `${part} (${format(sum)})`);
  const rest = sorted.slice(maxNamed).reduce((sum, [, amount]) => sum + amount, 0);
  return [...named, ...(rest > 0 ? [`${sorted.length - maxNamed} more (${format(rest)})`] : [])].join(", ");
}

function hintOf({ template }: Measured): string {
  const versions = Object.values(template.Resources).filter(({ Type: type }) => type === "AWS::Lambda::Version").length;
  const saving = versions > 1 ? `, drop versions that nobody calls (provider.versionFunctions: false saves ${versions} resources)` : "";
  return `Let custom.windlass.split put resources into nested stacks${saving}, or move functions into a service of their own. windlass compile --stats shows what each function and event costs.`;
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}

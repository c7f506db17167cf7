import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import { templateLimits } from "@windlass/cloudformation/template-limits";
import type { Budget, BudgetLine, EventCost } from "@windlass/contracts/plan";

type Templates = { before: JsonObject | null; after: JsonObject; events: EventCost[] };

/** How much of what CloudFormation takes a template needs, before and after. Bytes are those of its JSON without white space. */
export function measureBudget({ before, after, events }: Templates): Budget {
  const line = (limit: number, count: (template: JsonObject) => number): BudgetLine => ({ before: before === null ? null : count(before), after: count(after), limit });
  return {
    resources: line(templateLimits.resources, (template) => sizeOf(template["Resources"])),
    outputs: line(templateLimits.outputs, (template) => sizeOf(template["Outputs"])),
    parameters: line(templateLimits.parameters, (template) => sizeOf(template["Parameters"])),
    templateBytes: line(templateLimits.templateBytes, (template) => Buffer.byteLength(JSON.stringify(template))),
    events,
  };
}

function sizeOf(section: unknown): number {
  return isJsonObject(section) ? Object.keys(section).length : 0;
}

import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { listImports } from "@windlass/aws/stacks/list-imports";
import { parseTemplate, readTemplateText } from "@windlass/aws/stacks/read-template";
import { accessChanges } from "@windlass/cloudformation/access-changes";
import { exportChanges, type ExportChange } from "@windlass/cloudformation/export-changes";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import type { ExportInUse, Plan, ResourceChange } from "@windlass/contracts/plan";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import { findStacks, readPlanBasis } from "@windlass/operations/deployment-run/read-plan-basis";
import { compareCode } from "./compare-code.js";
import { knownValues } from "./known-values.js";
import { measureBudget } from "./measure-budget.js";
import type { StepContext } from "./run-step.js";
import { templatesOfChanges } from "./templates-of-changes.js";

export type ChangesToDescribe = { release: StoredRelease; stackId: string; operation: "create" | "update"; changes: readonly ResourceChange[] };

/** What CloudFormation's list of changes does not tell: rights and network rules, code by function, how full the template is, exports in use. */
export async function describePlan(context: StepContext, input: ChangesToDescribe): Promise<Pick<Plan, "access" | "code" | "budget" | "exportsInUse">> {
  const { release, stackId, operation, changes } = input;
  const { aws, services, masker, run, signal } = context;
  const deployedText = operation === "create" ? "{}" : await readTemplateText(aws, { stackName: stackId, signal });
  const before = deployedText === null ? null : parseTemplate(deployedText);
  const after = parseTemplate(release.template) ?? {};
  const basis = await readPlanBasis(services.db.pool, run.id);
  const pair = before === null ? templatesOfChanges(changes) : { before, after };
  return {
    access: masker.json(accessChanges(pair.before, pair.after)),
    code: compareCode(basis.artifacts, release.artifacts),
    budget: measureBudget({ before: operation === "create" ? null : before, after, events: basis.events }),
    exportsInUse: operation === "create" ? [] : await findExportsInUse(context, { ...input, before, after }),
  };
}

async function findExportsInUse(context: StepContext, input: ChangesToDescribe & { before: JsonObject | null; after: JsonObject }): Promise<ExportInUse[]> {
  const { release, stackId, changes, before, after } = input;
  if (before !== null && !hasExports(before)) return [];
  const { aws, services, run, signal } = context;
  const stack = await describeStack(aws, stackId, signal);
  const deployed = (stack?.outputs ?? []).flatMap(({ key: outputKey, exportName: name, value }) => (name === null ? [] : [{ outputKey, name, value }]));
  const replaced = changes.filter(({ action }) => action === "replace" || action === "remove").map(({ logicalId }) => logicalId);
  const maybe = changes.filter(({ replacement }) => replacement === "maybe").map(({ logicalId }) => logicalId);
  const known = knownValues({ release, region: run.stage.region, stackId, template: after });
  const found: ExportInUse[] = [];
  // One after the other: few exports change at a time, and accounts are throttled.
  for (const { name, change, byReplacement } of dedupe(exportChanges({ deployed, before, after, known, replaced: new Set(replaced), maybeReplaced: new Set(maybe) }))) {
    const stackNames = await listImports(aws, { exportName: name, signal });
    if (stackNames.length > 0) found.push({ name, change, byReplacement, importers: await findStacks(services.db.pool, { stageId: run.stage.id, stackNames }) });
  }
  return found;
}

function dedupe(changes: readonly ExportChange[]): ExportChange[] {
  return [...new Map(changes.map((change) => [change.name, change])).values()];
}

function hasExports(template: JsonObject): boolean {
  const outputs = template["Outputs"];
  return isJsonObject(outputs) && Object.values(outputs).some((output) => isJsonObject(output) && output["Export"] !== undefined);
}

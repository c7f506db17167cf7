import { createHash } from "node:crypto";
import { rewriteReferences, type Replacement, type Target } from "@windlass/cloudformation/rewrite-references";
import { isJsonObject, type Json, type JsonObject, type Output, type Resource, type Template } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import { breakCircles } from "./break-circles.js";
import { NestedTemplate, templateUrl } from "./nested-template.js";
import { placeResources, type Placement, type Splittable } from "./place-resources.js";
import { splitPath } from "./read-split.js";
import { readReferences } from "./reference-graph.js";

/** A nested stack: its logical id in the root stack, its template, and where the root stack expects it. */
export type NestedStack = { logicalId: string; template: Template; templateText: string; /** SHA-256 of the text, hex. */ hash: string; key: string };

export type SplitTemplate = { root: Template; nested: NestedStack[]; /** The nested stack of each resource that was moved. */ placement: Placement };

/** Where nested templates go: the bucket, and the key of one by its hash. */
export type TemplateStore = { bucket: Json; keyOf: (hash: string) => string };

type SplitInput = Omit<Splittable, "graph" | "resources"> & { store: TemplateStore };

/**
 * Moves resources of a template into nested stacks. Values that cross the border between stacks are parameters on the way in and
 * outputs on the way out; what waits for a resource waits for its stack. Outputs and their exports stay in the root stack.
 * @throws CompileError `split_circle`, and `conflict` where a resource has the logical id of a nested stack.
 */
export function splitTemplate(whole: Template, { store, ...input }: SplitInput): SplitTemplate {
  const graph = readReferences(whole);
  const placement = placeResources({ ...input, resources: whole.Resources, graph });
  breakCircles(placement, graph, input.deployed);
  const stacks = makeStacks(whole, placement);
  const root = rootOf(whole, { placement, stacks });
  const nested = Array.from(stacks, ([logicalId, stack]) => finishStack(logicalId, stack, { whole, store }));
  for (const { logicalId, key } of nested) root.Resources[logicalId] = stackResource(stacks.get(logicalId), { placement, url: templateUrl(store.bucket, key) });
  return { root, nested, placement };
}

type Stacks = Map<string, NestedTemplate>;

function makeStacks(whole: Template, placement: Placement): Stacks {
  const stacks: Stacks = new Map();
  for (const logicalId of new Set(placement.values())) {
    if (Object.hasOwn(whole.Resources, logicalId)) throw new CompileError({ code: "conflict", message: `The service has a resource ${logicalId}, which is the name of a nested stack`, path: splitPath });
    const isInside = (id: string): boolean => placement.get(id) === logicalId;
    stacks.set(logicalId, new NestedTemplate({ whole, isInside, valueInRoot: (target) => valueInRoot(target, { placement, stacks })?.value ?? plainValue(target) }));
  }
  for (const [id, resource] of Object.entries(whole.Resources)) {
    const stack = placement.get(id);
    if (stack !== undefined) stacks.get(stack)?.add(id, resource);
  }
  return stacks;
}

function plainValue({ name, attribute }: Target): JsonObject {
  return attribute === null ? { Ref: name } : { "Fn::GetAtt": [name, attribute] };
}

/** What the root stack says for a value of a resource in a nested stack; null for its own. */
function valueInRoot(target: Target, { placement, stacks }: { placement: Placement; stacks: Stacks }): Replacement | null {
  const stack = placement.get(target.name);
  const name = stack === undefined ? undefined : stacks.get(stack)?.give(target);
  return stack === undefined || name === undefined ? null : { value: { "Fn::GetAtt": [stack, `Outputs.${name}`] }, variable: `${stack}.Outputs.${name}` };
}

function rootOf(whole: Template, context: { placement: Placement; stacks: Stacks }): Template {
  const rewrite = <Part extends Resource | Output>(part: Part): Part => {
    const value = rewriteReferences({ ...part }, (target) => valueInRoot(target, context));
    return isJsonObject(value) ? { ...part, ...value } : part;
  };
  const staying = Object.entries(whole.Resources).filter(([id]) => !context.placement.has(id));
  return {
    ...whole,
    Resources: Object.fromEntries(staying.map(([id, resource]) => [id, waitingForStacks(rewrite(resource), context.placement)])),
    Outputs: Object.fromEntries(Object.entries(whole.Outputs).map(([name, output]) => [name, rewrite(output)])),
  };
}

function waitingForStacks(resource: Resource, placement: Placement): Resource {
  if (resource.DependsOn === undefined) return resource;
  return { ...resource, DependsOn: Array.from(new Set([resource.DependsOn].flat().map((id) => placement.get(id) ?? id))) };
}

function finishStack(logicalId: string, stack: NestedTemplate, { whole, store }: { whole: Template; store: TemplateStore }): NestedStack {
  const template = stack.finish(`${whole.Description ?? "Part of a service"} (${logicalId})`);
  const templateText = JSON.stringify(template);
  const hash = createHash("sha256").update(templateText).digest("hex");
  return { logicalId, template, templateText, hash, key: store.keyOf(hash) };
}

function stackResource(stack: NestedTemplate | undefined, { placement, url }: { placement: Placement; url: JsonObject }): Resource {
  const dependsOn = Array.from(new Set([...(stack?.waitsFor ?? [])].map((id) => placement.get(id) ?? id)));
  const passed = stack?.passed ?? {};
  return {
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: url, ...(Object.keys(passed).length > 0 ? { Parameters: passed } : {}) },
    ...(dependsOn.length > 0 ? { DependsOn: dependsOn } : {}),
  };
}

import { findReferences } from "@windlass/cloudformation/intrinsics";
import type { Template } from "@windlass/cloudformation/template";
import { templateLimits } from "@windlass/cloudformation/template-limits";
import type { Origin } from "../5-emit/origin.js";
import type { NestedStack } from "../split/split-template.js";
import { formatPath, type Path } from "../path.js";
import type { Contributor, Counts, Usage } from "./usage.js";

/** A compiled template, where its resources are from, and which of its outputs the compiler made of functions and events. */
export type Measured = { template: Template; templateText: string; nestedStacks: readonly NestedStack[]; origins: ReadonlyMap<string, readonly Origin[]>; madeOutputs: ReadonlySet<string> };

/** A contributor whose place was not looked up. */
export type Share = Omit<Contributor, "place" | "path"> & { path: Path };

export function countTemplate({ template, templateText }: Pick<Measured, "template" | "templateText">): Counts {
  return {
    resources: Object.keys(template.Resources).length,
    outputs: Object.keys(template.Outputs).length,
    parameters: Object.keys(template.Parameters ?? {}).length,
    mappings: Object.keys(template.Mappings ?? {}).length,
    templateBytes: Buffer.byteLength(templateText),
  };
}

/** Counts a template, and what each part of the config has in it. */
export function measureUsage(measured: Measured, locate: (path: Path) => Contributor["place"]): Usage {
  return {
    ...countTemplate(measured),
    limits: templateLimits,
    contributors: sharesOf(measured).map(({ path, ...share }) => ({ path: formatPath(path), place: locate(path), ...share })),
    types: typesOf(measured.template),
    nestedStacks: measured.nestedStacks.map((stack) => ({ logicalId: stack.logicalId, ...countTemplate(stack) })),
  };
}

/** What each part of the config has in the template, largest first: by resources, then by size. */
export function sharesOf({ template, origins, madeOutputs }: Measured): Share[] {
  const shares = new Map<string, Share>();
  const shareOf = (logicalId: string | undefined): Share => {
    const { path, kind } = partOf(logicalId === undefined ? undefined : origins.get(logicalId)?.[0]);
    const key = formatPath(path);
    const share = shares.get(key) ?? { path, kind, resources: 0, outputs: 0, bytes: 0 };
    shares.set(key, share);
    return share;
  };
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const share = shareOf(logicalId);
    share.resources += 1;
    share.bytes += sizeOf(logicalId, resource);
  }
  for (const [name, output] of Object.entries(template.Outputs)) {
    const about = Array.from(findReferences(output)).find((id) => Object.hasOwn(template.Resources, id));
    const share = shareOf(madeOutputs.has(name) ? about : undefined);
    share.outputs += 1;
    share.bytes += sizeOf(name, output);
  }
  return Array.from(shares.values()).sort((a, b) => b.resources - a.resources || b.bytes - a.bytes);
}

/** The function, event or section that a resource was first made of. */
function partOf(origin: Origin | undefined): { path: Path; kind: Contributor["kind"] } {
  const path = origin?.path ?? [];
  if (path[0] === "functions") return path[2] === "events" && path.length >= 5 ? { path: path.slice(0, 5), kind: "event" } : { path: path.slice(0, 2), kind: "function" };
  if (path[0] === "layers") return { path: path.slice(0, 2), kind: "layer" };
  if (origin?.phase === "split") return { path, kind: "split" };
  if (path[0] === "provider") return { path: path.slice(0, 2), kind: "provider" };
  return { path: ["resources"], kind: "resources" };
}

function typesOf({ Resources: resources }: Template): Usage["types"] {
  const types = new Map<string, Usage["types"][number]>();
  for (const [logicalId, resource] of Object.entries(resources)) {
    const entry = types.get(resource.Type) ?? { type: resource.Type, resources: 0, bytes: 0 };
    types.set(resource.Type, entry);
    entry.resources += 1;
    entry.bytes += sizeOf(logicalId, resource);
  }
  return Array.from(types.values()).sort((a, b) => b.resources - a.resources || b.bytes - a.bytes);
}

/** Bytes of one member in the JSON text: quotes, colon and comma with it. */
function sizeOf(name: string, value: object): number {
  return Buffer.byteLength(JSON.stringify(value)) + Buffer.byteLength(name) + 4;
}

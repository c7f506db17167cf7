import { createHash } from "node:crypto";
import type { Resource } from "@windlass/cloudformation/template";
import { idOf } from "../4-model/naming.js";
import type { Origin } from "../5-emit/origin.js";
import type { ReferenceGraph } from "./reference-graph.js";
import type { SplitConfig } from "./read-split.js";

/** The nested stack of each resource that is moved to one, by logical id; what is not here stays. */
export type Placement = Map<string, string>;

/** Where resources are deployed already: in a nested stack of this logical id, or in the root stack (null). */
export type Deployed = ReadonlyMap<string, string | null>;

export type Splittable = {
  resources: Readonly<Record<string, Resource>>;
  origins: ReadonlyMap<string, readonly Origin[]>;
  graph: ReferenceGraph;
  split: SplitConfig;
  deployed: Deployed | null;
};

/** What is moved, and to which stacks with `by: type`: nothing that holds data, or that callers know by an address of its own. */
const movable: Readonly<Record<string, string>> = {
  "AWS::ApiGateway::Method": "Methods",
  "AWS::ApiGatewayV2::Integration": "Routes",
  "AWS::ApiGatewayV2::Route": "Routes",
  "AWS::CloudWatch::Alarm": "Alarms",
  "AWS::Events::Rule": "Schedules",
  "AWS::Lambda::Alias": "Versions",
  "AWS::Lambda::EventInvokeConfig": "InvokeConfigs",
  "AWS::Lambda::EventSourceMapping": "EventSources",
  "AWS::Lambda::Function": "Functions",
  "AWS::Lambda::Permission": "Permissions",
  "AWS::Lambda::Version": "Versions",
  "AWS::Logs::SubscriptionFilter": "Subscriptions",
  "AWS::SNS::Subscription": "Subscriptions",
  "AWS::Scheduler::Schedule": "Schedules",
};

/** Some room below CloudFormation's limits of 500 resources, 200 parameters and 200 outputs, for what is added later. */
const capacity = { resources: 300, parameters: 150, outputs: 150 };

const suffix = "NestedStack";

/** Plans which resource goes to which nested stack. What is deployed stays where it is, unless the split is forced. */
export function placeResources(input: Splittable): Placement {
  const { resources, split, deployed } = input;
  const placement: Placement = new Map();
  const chunks = new Map<string, Chunk[]>();
  const fresh: [id: string, group: string][] = [];
  for (const [id, resource] of Object.entries(resources)) {
    const pinned = split.force ? undefined : deployed?.get(id);
    const group = groupOf(id, resource, input);
    if (typeof pinned === "string" && !Object.hasOwn(resources, pinned)) {
      placement.set(id, pinned);
      if (split.by === "type" && group !== null) put(id, chunkNamed(chunks, group, pinned), input.graph);
    } else if (pinned === undefined && group !== null) fresh.push([id, group]);
  }
  for (const [id, group] of fresh) placement.set(id, split.by === "function" ? group : fill(id, group, { chunks, graph: input.graph }));
  return placement;
}

function groupOf(id: string, resource: Resource, { split, origins, graph }: Splittable): string | null {
  const { Type: type } = resource;
  const kind = Object.hasOwn(movable, type) ? movable[type] : split.move.has(type) ? `${type.split("::").at(-1) ?? ""}s` : undefined;
  if (kind === undefined || split.keep.has(type) || graph.fixed.has(id)) return null;
  if (split.by === "type") return kind;
  const [section, key] = origins.get(id)?.[0]?.path ?? [];
  if (section !== "functions" || typeof key !== "string") return null;
  return split.stacks === null ? `${idOf(key)}${suffix}` : `Functions${numberOf(key, split.stacks)}${suffix}`;
}

/** The same for the same key, whatever other functions there are: nothing moves when one is added. */
function numberOf(key: string, stacks: number): number {
  return (createHash("sha256").update(key).digest().readUInt32BE(0) % stacks) + 1;
}

/** A nested stack of one kind of resources while it is filled: what it would need as parameters and give as outputs, at the most. */
type Chunk = { name: string; resources: number; parameters: Set<string>; outputs: number };

function chunkNamed(chunks: Map<string, Chunk[]>, group: string, name: string): Chunk {
  const known = chunks.get(group) ?? [];
  chunks.set(group, known);
  const found = known.find((chunk) => chunk.name === name);
  if (found) return found;
  const chunk: Chunk = { name, resources: 0, parameters: new Set(), outputs: 0 };
  known.push(chunk);
  return chunk;
}

function put(id: string, chunk: Chunk, { uses, usedAttributes }: ReferenceGraph): void {
  chunk.resources += 1;
  for (const target of uses.get(id) ?? []) chunk.parameters.add(target);
  chunk.outputs += usedAttributes.get(id) ?? 0;
}

function fill(id: string, group: string, { chunks, graph }: { chunks: Map<string, Chunk[]>; graph: ReferenceGraph }): string {
  for (let number = 1; ; number += 1) {
    const chunk = chunkNamed(chunks, group, `${group}${number === 1 ? "" : number}${suffix}`);
    const parameters = [...(graph.uses.get(id) ?? [])].filter((target) => !chunk.parameters.has(target)).length;
    const isFull =
      chunk.resources + 1 > capacity.resources ||
      chunk.parameters.size + parameters > capacity.parameters ||
      chunk.outputs + (graph.usedAttributes.get(id) ?? 0) > capacity.outputs;
    if (isFull && chunk.resources > 0) continue;
    put(id, chunk, graph);
    return chunk.name;
  }
}

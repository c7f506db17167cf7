import { CompileError } from "../diagnostic.js";
import type { Deployed, Placement } from "./place-resources.js";
import { splitPath } from "./read-split.js";
import type { ReferenceGraph } from "./reference-graph.js";

/**
 * Brings resources back to the root stack until no stack waits for another that waits for it. Resources alone may refer to
 * each other in ways that whole stacks cannot.
 * @throws CompileError `split_circle` when that would move a resource that is deployed in a nested stack.
 */
export function breakCircles(placement: Placement, graph: ReferenceGraph, deployed: Deployed | null): void {
  const referrers = reversed(graph.targets);
  for (;;) {
    const circle = nodesInCircles(placement, graph);
    const entries = [...placement].filter(([id, stack]) => circle.has(stack) && isEntry(id, { stack, circle, placement, referrers }));
    if (entries.length === 0) return;
    for (const [id, stack] of entries) {
      if (deployed?.get(id) === stack) throw circleError(id, stack);
      placement.delete(id);
    }
  }
}

type Entry = { stack: string; circle: ReadonlySet<string>; placement: Placement; referrers: ReadonlyMap<string, ReadonlySet<string>> };

/** Whether something of the circle that is in another stack refers to a resource. */
function isEntry(id: string, { stack, circle, placement, referrers }: Entry): boolean {
  return [...(referrers.get(id) ?? [])].some((other) => {
    const node = placement.get(other) ?? other;
    return node !== stack && circle.has(node);
  });
}

/** Stacks and resources of the root stack that are in a circle with a nested stack, or between two such circles. */
function nodesInCircles(placement: Placement, { targets }: ReferenceGraph): Set<string> {
  const edges = new Map<string, Set<string>>();
  for (const [id, names] of targets) {
    const from = placement.get(id) ?? id;
    const known = edges.get(from) ?? new Set<string>();
    edges.set(from, known);
    for (const name of names) {
      const to = placement.get(name) ?? name;
      if (to !== from) known.add(to);
    }
  }
  const left = new Set(edges.keys());
  peel(left, edges);
  peel(left, reversed(edges));
  return left;
}

/** Takes out what leads to nothing that is left, again and again. */
function peel(left: Set<string>, edges: ReadonlyMap<string, ReadonlySet<string>>): void {
  const open = new Map(Array.from(left, (node) => [node, [...(edges.get(node) ?? [])].filter((to) => left.has(to)).length] as const));
  const before = reversed(edges);
  const done = [...left].filter((node) => open.get(node) === 0);
  for (let node = done.pop(); node !== undefined; node = done.pop()) {
    left.delete(node);
    for (const from of before.get(node) ?? []) {
      if (!left.has(from)) continue;
      const count = (open.get(from) ?? 0) - 1;
      open.set(from, count);
      if (count === 0) done.push(from);
    }
  }
}

function reversed(edges: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const [from, names] of edges) for (const to of names) result.set(to, (result.get(to) ?? new Set()).add(from));
  return result;
}

function circleError(id: string, stack: string): CompileError {
  return new CompileError({
    code: "split_circle",
    message: `${stack} and another stack would wait for each other because of ${id}, which is deployed in ${stack}`,
    hint: "Take back the reference that is new, or remove the stage and deploy it anew.",
    path: splitPath,
  });
}

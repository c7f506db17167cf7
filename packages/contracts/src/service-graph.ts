/** Who needs whom: a name → the names that it depends on. Names that are no key of it depend on nothing. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** Names along a cycle, each depending on the next and the first again at the end; null where there is none. */
export function findCycle(graph: Graph): string[] | null {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const cycle = walk(graph, { start, done });
    if (cycle) return cycle;
  }
  return null;
}

/** Depth first without recursion: a chain as long as the server has services is no stack overflow. */
function walk(graph: Graph, { start, done }: { start: string; done: Set<string> }): string[] | null {
  const path: { name: string; rest: string[] }[] = [];
  const onPath = new Set<string>();
  const enter = (name: string) => {
    path.push({ name, rest: [...(graph.get(name) ?? [])] });
    onPath.add(name);
  };
  if (!done.has(start)) enter(start);
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const next = last.rest.shift();
    if (next === undefined) {
      path.pop();
      onPath.delete(last.name);
      done.add(last.name);
    } else if (onPath.has(next)) {
      const names = path.map(({ name }) => name);
      return [...names.slice(names.indexOf(next)), next];
    } else if (!done.has(next)) enter(next);
  }
  return null;
}

/**
 * The wave in which each of the names is deployed, from 1: one after the last of those among `names` that it depends on, be it
 * through others that are not among them. In the order in which they can be deployed one by one. Throws where the graph has a cycle.
 */
export function wavesOf(names: Iterable<string>, graph: Graph): Map<string, number> {
  const wanted = new Set(names);
  const waves = new Map<string, number>();
  for (const name of inOrder(wanted, graph)) {
    const before = (graph.get(name) ?? []).map((needed) => waves.get(needed) ?? 0);
    waves.set(name, Math.max(0, ...before) + (wanted.has(name) ? 1 : 0));
  }
  return new Map([...waves].filter(([name]) => wanted.has(name)).toSorted(([, a], [, b]) => a - b));
}

/** The names and all that they depend on, each after what it depends on. */
function inOrder(names: ReadonlySet<string>, graph: Graph): string[] {
  const cycle = findCycle(graph);
  if (cycle) throw new Error(`a cycle: ${cycle.join(" → ")}`);
  const order = new Set<string>();
  const pending = [...names].toSorted().toReversed();
  for (let name = pending.at(-1); name !== undefined; name = pending.at(-1)) {
    const missing = (graph.get(name) ?? []).filter((needed) => !order.has(needed));
    if (missing.length > 0 && !order.has(name)) pending.push(...missing);
    else order.add(pending.pop() ?? name);
  }
  return [...order];
}

/** All that one depends on, directly or through others. */
export function reachableFrom(name: string, graph: Graph): string[] {
  const found = new Set<string>();
  const pending = [...(graph.get(name) ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...(graph.get(next) ?? []));
  }
  return [...found].toSorted();
}

/** The same graph the other way: each name → those that depend on it. */
export function turnedRound(graph: Graph): Graph {
  const turned = new Map<string, string[]>();
  for (const [name, needed] of graph) for (const one of needed) turned.set(one, [...(turned.get(one) ?? []), name]);
  return turned;
}

import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { CompileError } from "../diagnostic.js";
import type { Path } from "../path.js";
import type { Template } from "./template.js";

/** A property that holds variables; `error` says why it has no value. */
export type Property = {
  path: Path;
  holder: JsonObject | Json[];
  key: string | number;
  template: Template;
  rounds: number;
  work?: Promise<void>;
  error?: CompileError;
  /** The properties that this one is waiting for right now. */
  waitsFor: Set<Property>;
};

/** How one property comes to wait for another, or null when it does not. */
export function findChain(from: Property, to: Property, onStep: () => void): Property[] | null {
  const cameFrom = new Map<Property, Property | null>([[from, null]]);
  const open = [from];
  for (let last = open.pop(); last; last = open.pop()) {
    for (const next of last.waitsFor) {
      onStep();
      if (next === to) {
        const chain: Property[] = [to];
        for (let step: Property | null | undefined = last; step; step = cameFrom.get(step)) chain.unshift(step);
        return chain;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, last);
      open.push(next);
    }
  }
  return null;
}

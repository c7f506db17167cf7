import type { Reference } from "@windlass/cloudformation/references";
import type { Resource } from "@windlass/cloudformation/template";
import type { SourcePlace } from "@windlass/contracts/error";

/** A place in the config that a resource is from, and what it has to do with it. */
export type Source = { property: string; place: SourcePlace; why: string };

/** A tie between two parts of a template: `at` is the property that holds it, in the part that refers. `type` is null for an output or a parameter. */
export type Tie = { logicalId: string; type: string | null; kind: Reference["kind"]; at: string };

export type Explanation = {
  logicalId: string;
  type: string;
  why: string;
  /** The nested stack that it is in, where the template is split; null for the root stack. */
  stack: string | null;
  /** What made it comes first. */
  sources: Source[];
  dependsOn: Tie[];
  referencedBy: Tie[];
  resource: Resource;
};

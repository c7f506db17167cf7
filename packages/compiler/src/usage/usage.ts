import type { LimitName } from "@windlass/cloudformation/template-limits";
import type { SourcePlace } from "@windlass/contracts/error";

/** A part of the config and what of the template it makes: its resources, the outputs that are about them, and their size as JSON. */
export type Contributor = {
  /** `functions.hello`, `functions.hello.events[0].http`, `layers.shared`, `provider.apiGateway`, `resources`. */
  path: string;
  place: SourcePlace;
  kind: "function" | "event" | "layer" | "provider" | "resources" | "split";
  resources: number;
  outputs: number;
  bytes: number;
};

/** How much of what CloudFormation takes one template needs. */
export type Counts = Record<Exclude<LimitName, "inlineTemplateBytes">, number>;

/** The same of the root stack, and what makes it up. Contributors come largest first; a function's row is without its events. */
export type Usage = Counts & {
  limits: Readonly<Record<LimitName, number>>;
  contributors: Contributor[];
  /** Resources by their type, most first. */
  nestedStacks: (Counts & { logicalId: string })[];
  types: { type: string; resources: number; bytes: number }[];
};

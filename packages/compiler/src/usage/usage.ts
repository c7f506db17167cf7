import type { LimitName } from "@windlass/cloudformation/template-limits";
import type { SourcePlace } from "@windlass/contracts/error";

/** A part of the config and what of the template it makes: its resources, the outputs that are about them, and their size as JSON. */
export type Contributor = {
  /** `functions.hello`, `functions.hello.events[0].http`, `layers.shared`, `provider.apiGateway`, `resources`. */
  path: string;
  place: SourcePlace;
  kind: "function" | "event" | "layer" | "provider" | "resources";
  resources: number;
  outputs: number;
  bytes: number;
};

/** How much of what CloudFormation takes a template needs. Contributors come largest first; a function's row is without its events. */
export type Usage = Record<Exclude<LimitName, "inlineTemplateBytes">, number> & {
  limits: Readonly<Record<LimitName, number>>;
  contributors: Contributor[];
  /** Resources by their type, most first. */
  types: { type: string; resources: number; bytes: number }[];
};

import type { SourcePlace } from "@windlass/contracts/error";
import type { Path } from "./path.js";

/** Every message of the compiler: its repair, used where the raiser knows no more exact one. The code is contract. */
export const diagnosticCatalog = {
  config_not_found: "Add a serverless.yml to the service's directory, or name the config file.",
  config_syntax: "Correct the syntax at the place named.",
  config_shape: "The config file must hold (or export) one object.",
  config_too_large: "Split the config into files that it includes with `${file(...)}`, or remove what is generated.",
  config_module_failed: "Run the config file by itself to see its error; it gets no environment but what the stage grants.",
  file_outside: "Only files inside the repository may be read.",
  file_unreadable: "Check the file named.",
  variable_syntax: "Write variables as `${source:address}`, with fallbacks after commas; escape with `\\${`.",
  variable_unknown_source: "The sources are self, opt, env, file, param, sls, aws, strToBool, git, ssm, s3 and cf.",
  variable_not_found: "Define the value, or give the variable a fallback: `${source:address, 'fallback'}`.",
  variable_cycle: "Break the circle: one of these properties must not depend on the others.",
  variable_too_deep: "A value that resolves to variables which resolve to variables … was given up after ten rounds.",
  variable_not_text: "Objects and null cannot be part of a longer text; use the variable alone.",
  variable_needs_aws: "Compile where AWS can be asked, or give its value in a file: `windlass compile --resolve FILE`.",
  variable_failed: "Correct the variable named.",
  property_unknown: "Remove the property, or correct its name.",
  property_invalid: "Correct the value.",
  property_missing: "Add the property.",
  event_unknown: "Use an event type that the `aws` provider of Serverless Framework v3 has.",
  feature_unsupported: "This version of Windlass cannot compile this yet.",
  setting_ignored: "Remove the setting, or do by other means what it is for.",
  property_deprecated: "Use the property named instead.",
  plugin_ignored: "Windlass does not run plugins: make sure that the service does not need what this one does.",
  function_missing: "Name a function of this service.",
  image_missing: "Push the image before, or correct its address.",
  function_target: "Set exactly one of `handler` and `image`.",
  handler_missing: "Create the file, or correct `handler`.",
  bundle_failed: "Correct the source at the place named.",
  requirements_missing: "Install the requirements beside the code in the service's build command.",
  artifact_missing: "Build the artifact before, or correct its path.",
  package_empty: "Correct `package.patterns`: no file is left to put into the zip.",
  package_too_large: "Leave out what the functions do not need with `package.patterns`, package them individually, or use a container image.",
  pattern_too_complex: "Write several simpler patterns.",
  layer_missing: "Correct the layer's `path`.",
  conflict: "Keep one of the two.",
  resource_unknown: "Extend a resource that the stack has.",
  limit_near: "Plan how to split the service before it reaches the limit.",
  limit_exceeded: "Split the service, or make fewer resources of it.",
  split_circle: "Name one of the resources in custom.windlass.split.keep.",
  value_risky: "Check that this is what you want.",
} as const satisfies Record<string, string>;

export type DiagnosticCode = keyof typeof diagnosticCatalog;

/** One message of the compiler about one place in the config. */
export type Diagnostic = {
  code: string;
  severity: "error" | "warning";
  message: string;
  hint: string;
  place: SourcePlace | null;
};

/** The order in which diagnostics are shown: by file and place; those without a place come last. */
export function byPlace({ place: a }: Diagnostic, { place: b }: Diagnostic): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/** A message before its place is looked up: `path` leads to the value in the main config file. */
export type Problem = {
  code: DiagnosticCode;
  message: string;
  hint?: string | undefined;
  path?: Path | undefined;
  /** Set where the problem is at a known place, mostly in another file than the main one. */
  place?: SourcePlace | undefined;
};

/** Ends the compilation with problems of the user's making. */
export class CompileError extends Error {
  override readonly name = "CompileError";
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list: readonly Problem[] = "code" in problems ? [problems] : problems;
    super(list.map((problem) => problem.message).join("\n"));
    this.problems = list;
  }
}

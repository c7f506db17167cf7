import type { SourcePlace } from "@windlass/contracts/error";
import type { FunctionSummary, StackSettings } from "@windlass/contracts/release";
import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import type { Template } from "@windlass/cloudformation/template";
import type { Locator } from "./1-read/locate.js";
import type { ServiceModel } from "./4-model/service-model.js";
import type { Grant, Origin } from "./5-emit/origin.js";
import type { ArtifactShelf } from "./artifact-shelf.js";
import type { Diagnostic } from "./diagnostic.js";
import type { ExternalValues } from "./external-values.js";
import type { FileSource } from "./file-source.js";
import type { GitSource } from "./git-source.js";
import type { Deployed } from "./split/place-resources.js";
import type { NestedStack } from "./split/split-template.js";
import type { Usage } from "./usage/usage.js";
import type { PackedZip } from "./packaging/packed-zip.js";

/** Where the code of functions and layers is to be stored by the caller. */
export type ArtifactStore = {
  bucket: string;
  prefix?: string;
  /** SHA-256 (hex) of zips that the bucket has, and where: the same bytes are not stored at another place. */
  keys?: ReadonlyMap<string, string>;
};

/** A timed piece of the compiler's work; `name` is a source file or an artifact. */
export type TimedSpan = { group: "bundle" | "zip"; name: string; startedAt: Date; durationMs: number };

/** What the compiler needs to know; it reaches nothing else. */
export type CompileInput = {
  files: FileSource;
  /** Path of the config file in the service's directory; without it the first of serverless.yml, .yaml, .json, .js, .cjs, .mjs, .ts. */
  configFile?: string | undefined;
  stage: string;
  region: string;
  /** `--param` values: they win over the config's `params`. */
  params?: Record<string, string> | undefined;
  /** What `${opt:…}` reads besides `stage` and `region`. */
  options?: Record<string, string> | undefined;
  /** What `${env:…}` and config modules read. Nothing of the process's own environment is read. */
  env?: Record<string, string> | undefined;
  /** Names of the `params` whose values are secret: they are masked in what is shown of the config. */
  secretParams?: readonly string[] | undefined;
  /** What `${aws:accountId}` reads; without it, `external` is asked. */
  accountId?: string | undefined;
  /** What answers for AWS. Without it, whatever needs AWS is an error. */
  external?: ExternalValues | undefined;
  /** What answers `${git:…}`. Without it, such variables have no value. */
  git?: GitSource | undefined;
  /** Without it, code locations are those of the Serverless Framework: the stack's own deployment bucket. */
  artifactStore?: ArtifactStore | undefined;
  /**
   * Where zips are kept: large ones until the caller took them, and all of them for the next compilation. Without it
   * the content of a zip above 1 MB is nowhere, only its hash is known.
   */
  shelf?: ArtifactShelf | undefined;
  /** What a handler without its file is: an error (the default), or a warning, as for the reference it is nothing at all. */
  missingHandlers?: "error" | "warning" | undefined;
  /** What a template is that is larger than CloudFormation takes, and a zip that is larger than Lambda takes: a warning (the default, as it can still be looked at), or an error, for those who deploy it. */
  overLimit?: "error" | "warning" | undefined;
  /**
   * Where the resources of a stack are deployed: in the root stack (null) or in a nested stack of a logical id; null when there is
   * no such stack. Asked only for a service whose template is split: what is deployed stays where it is.
   */
  deployed?: ((stackName: string) => Promise<Deployed | null>) | undefined;
  /** Whether every function that can have one gets an alias, `live`, through which it is called, so that its traffic can be shifted. */
  trafficAlias?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Told of each bundle and zip once it is made, and how long that took. */
  onTimed?: ((span: TimedSpan) => void) | undefined;
  report?: ((message: { level: "info" | "warn"; text: string }) => void) | undefined;
};

/** A zip that the template refers to. */
export type CompiledArtifact = PackedZip & {
  name: string;
  kind: "function" | "layer" | "service";
  /** S3 key that the template names. */
  key: string;
  /** Names of the functions that run it. */
  functions: string[];
};

export type Compiled = {
  ok: true;
  service: string;
  stackName: string;
  stackTags: Record<string, string>;
  /** What deploying the stack needs besides its template. */
  stackSettings: StackSettings;
  region: string;
  template: Template;
  /** The template as JSON without spaces: AWS limits its bytes. */
  templateText: string;
  /** SHA-256 of `templateText`, hex. */
  templateHash: string;
  capabilities: string[];
  artifacts: CompiledArtifact[];
  functions: FunctionSummary[];
  /** Which place of the config made a resource. Looked up when it is first read. */
  readonly sourceMap: Record<string, SourcePlace>;
  /** The config as people may see it, with where each value came from. Put together when it is first read. */
  readonly resolvedConfig: ResolvedConfig;
  readonly warnings: Diagnostic[];
  /** How much of CloudFormation's limits the template needs, and which part of the config how much of it. Measured when it is first read. */
  readonly usage: Usage;
  /** Every resource of the service as one template, whether it is split or not. */
  whole: Template;
  /** What `custom.windlass.split` put into nested stacks: their templates are artifacts, too. */
  nestedStacks: NestedStack[];
  /** What the compiler knows of how it came to the template, for those who ask. */
  readonly trace: Trace;
};

/** The model that was emitted, what was noted while it was, and how to find places in the config. */
export type Trace = { model: ServiceModel; /** The nested stack of each resource that is in one. */ placement: ReadonlyMap<string, string>; origins: ReadonlyMap<string, readonly Origin[]>; grants: readonly Grant[]; locate: Locator };

export type CompileResult = Compiled | { ok: false; diagnostics: Diagnostic[] };

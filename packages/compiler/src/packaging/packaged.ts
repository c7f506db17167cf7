import type { Json } from "@windlass/cloudformation/template";
import type { CompiledArtifact, CompileInput } from "../compile-input.js";
import type { Problem } from "../diagnostic.js";

export type PackageOptions = Pick<CompileInput, "files" | "artifactStore" | "shelf" | "overLimit" | "signal" | "report" | "onTimed">;

/** Code that a function or layer runs: where it will be, and its hash. */
export type Code = {
  bucket: Json;
  key: string;
  /** SHA-256 of the zip in base64, as CloudFormation wants it for versions. */
  sha256: string;
};

/** The zips of a service, by the key of the function or layer. */
export type Packaged = {
  functions: Map<string, Code>;
  layers: Map<string, Code>;
  artifacts: CompiledArtifact[];
  /** The functions behind the custom resources, where the service needs one. */
  customResources: Code | null;
  warnings: Problem[];
};

import type { Json } from "@windlass/cloudformation/template";
import type { FileSource } from "../file-source.js";

/** What a source of variables may use. */
export type SourceContext = {
  files: FileSource;
  stage: string;
  region: string;
  /** What `${opt:…}` reads. */
  options: Record<string, string>;
  params: Record<string, string>;
  env: Record<string, string>;
  accountId: string | undefined;
  signal: AbortSignal | undefined;
  /** The value of a property of the config, resolved. Undefined when it is not there. */
  getProperty(path: string[]): Promise<Json | undefined>;
  /** A text with its variables resolved. */
  resolveText(text: string): Promise<Json>;
};

/** One use of a source: `${type(params):address}`, its variables resolved. */
export type SourceRequest = { params: Json[]; address: string | null };

/**
 * A source of variables. Null or undefined means "no value here": the next fallback is tried. What it throws is shown to
 * the user: a `SourceError` as it is.
 */
export type VariableSource = (request: SourceRequest, context: SourceContext) => Promise<Json | undefined>;

/** A use of a source that cannot work: a missing address, an unreadable file. Fallbacks are not tried. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  constructor(message: string, readonly code: "variable_failed" | "variable_needs_aws" | "file_outside" | "config_syntax" = "variable_failed") {
    super(message);
  }
}

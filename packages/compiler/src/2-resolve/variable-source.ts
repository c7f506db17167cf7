import type { Json } from "@windlass/cloudformation/template";
import type { ExternalAnswer, ExternalRequest } from "../external-values.js";
import type { FileSource } from "../file-source.js";
import type { GitSource } from "../git-source.js";
import type { Path } from "../path.js";
import type { ValuePlace } from "./provenance.js";

/** A value that a source has. `from` says where it stands, of values that stand in a file. */
export type Found = { value: Json | null | undefined; from?: ValuePlace; version?: string | undefined; secret?: boolean | undefined };

/** The content of a file that variables name, read once per compilation. */
export type IncludedFile = { content: Json };

/** What a source of variables may use. */
export type SourceContext = {
  files: FileSource;
  git: GitSource | undefined;
  stage: string;
  region: string;
  /** What `${opt:…}` reads. */
  options: Record<string, Json>;
  params: Record<string, string>;
  secretParams: ReadonlySet<string>;
  env: Record<string, string>;
  accountId: string | undefined;
  signal: AbortSignal | undefined;
  /** Asks AWS, each question once. Null: there is no such thing. */
  ask(request: ExternalRequest): Promise<ExternalAnswer | null>;
  /** Does something once for each key, and gives everyone who asks for it the same result. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** Keeps the text of a file, so that the places of its values can be found. */
  keepText(file: string, text: string): void;
  /** The value of a property of the config, resolved, to be read only. Undefined when it is not there. */
  getProperty(path: Path): Promise<Json | undefined>;
  /** Whether what a property holds is secret. */
  isSecret(path: Path): boolean;
  /** A text with its variables resolved. */
  resolveText(text: string): Promise<Json>;
};

/** One use of a source: `${type(params):address}`, its variables resolved. `type` is as it is written. */
export type SourceRequest = { type: string; params: (string | null)[]; address: string | null };

/**
 * A source of variables. A null or undefined value means "no value here": the next fallback is tried. What it throws is
 * shown to the user: a `SourceError` as it is.
 */
export type VariableSource = (request: SourceRequest, context: SourceContext) => Promise<Found>;

/** A use of a source that cannot work: a missing address, an unreadable file. Fallbacks are not tried. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  constructor(message: string, readonly code: "variable_failed" | "variable_needs_aws" | "file_outside" | "file_unreadable" = "variable_failed") {
    super(message);
  }
}

/** The member of a value that a key names, as JavaScript sees it: the length of a list is one. Undefined when there is none. */
export function follow(value: Json | undefined, key: string | number): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return /^\d+$/.test(String(key)) ? value[Number(key)] : key === "length" ? value.length : undefined;
  if (typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
  return (value as unknown as Record<string, Json | undefined>)[key];
}

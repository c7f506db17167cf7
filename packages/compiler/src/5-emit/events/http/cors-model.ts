import { isJsonObject } from "@windlass/cloudformation/template";
import type { HttpCorsConfig } from "../../../3-check/events/http.js";

/** CORS settings of one method, or of a path: those of all its methods merged. */
export type RestCors = {
  headers: string[];
  methods: string[];
  origin: string | undefined;
  origins: string[];
  allowCredentials: boolean;
  maxAge: number | undefined;
  cacheControl: string | undefined;
};

const defaultHeaders = ["Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token", "X-Amz-User-Agent", "X-Amzn-Trace-Id"];

/** The CORS settings of one method; its own method and OPTIONS are always allowed. */
export function readCors(cors: boolean | HttpCorsConfig, method: string): RestCors {
  // Where the config is not validated it may be a text, which counts as true.
  const config = isJsonObject(cors) ? cors : {};
  const own = method.toUpperCase();
  const methods = "methods" in config ? [...(config.methods ?? [])] : ["OPTIONS"];
  for (const needed of ["OPTIONS", own]) if (!methods.includes(needed)) methods.push(needed);
  return {
    headers: config.headers ?? defaultHeaders,
    methods: isJsonObject(cors) ? methods : ["OPTIONS", own],
    // Like the reference, which writes an origin that is null as this word.
    origin: config.origin === null ? "null" : (config.origin ?? (config.origins ? undefined : "*")),
    origins: config.origins ?? [],
    allowCredentials: Boolean(config.allowCredentials),
    maxAge: config.maxAge || undefined,
    cacheControl: config.cacheControl || undefined,
  };
}

/** The settings of a path: those of all its methods, later ones first. */
export function mergeCors(later: RestCors, earlier: RestCors | undefined): RestCors {
  if (!earlier) return { ...later, headers: unique(later.headers), methods: unique(later.methods), origins: unique(later.origins) };
  return {
    headers: unique([...later.headers, ...earlier.headers]),
    methods: unique([...later.methods, ...earlier.methods]),
    origins: unique([...later.origins, ...earlier.origins]),
    origin: later.origin,
    allowCredentials: earlier.allowCredentials || later.allowCredentials,
    maxAge: later.maxAge ?? earlier.maxAge,
    cacheControl: later.cacheControl ?? earlier.cacheControl,
  };
}

function unique(values: string[]): string[] {
  return Array.from(new Set(values));
}

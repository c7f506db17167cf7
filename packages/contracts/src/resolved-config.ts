import { z } from "zod";
import { sourcePlaceSchema } from "./error.js";

/** Where one value, or a part of one, came from: one variable that was resolved. */
export const valueOriginSchema = z.object({
  /** The variable as it is written: `${ssm:/db/password}`. */
  variable: z.string(),
  /** The source that had the value: `self`, `file`, `param`, `ssm` …; `fallback` for a literal after the last comma. */
  source: z.string(),
  /** What the source was asked for, its own variables resolved. */
  address: z.string().nullable(),
  /** Where the value itself stands: for `self`, `file` and params of the config. Null for what is in no file. */
  place: sourcePlaceSchema.nullable(),
  /** Version of a parameter in SSM, of an object in S3. */
  version: z.string().nullable(),
  /** Whether the value is secret: it is then masked wherever it is shown, and compared by version only. */
  secret: z.boolean(),
});
export type ValueOrigin = z.infer<typeof valueOriginSchema>;

/** What secret values are shown as. */
export const secretMask = "••••••";

/**
 * A config after its variables were resolved, as people may see it: secrets are masked. Keys of `origins` and `places`
 * are JSON pointers (RFC 6901) into `value`.
 */
export const resolvedConfigSchema = z.object({
  /** The config file, relative to the service's directory. */
  file: z.string(),
  value: z.json(),
  /** For every value that held variables: what each of them gave. */
  origins: z.record(z.string(), z.array(valueOriginSchema)),
  /** The place of every key and list item, as `[file, line, column]`; `file` is an index into `files`. */
  files: z.array(z.string()),
  places: z.record(z.string(), z.tuple([z.number().int(), z.number().int(), z.number().int()])),
});
export type ResolvedConfig = z.infer<typeof resolvedConfigSchema>;

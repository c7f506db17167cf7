import { z } from "zod";
import { gitRefSchema, idSchema, timestampSchema } from "./name.js";

const megabyte = 1024 * 1024;

/** What a folder that is sent to the server may be. The command line says so before it sends, the server and the worker hold to it. */
export const uploadLimits = {
  /** As it is sent: a gzipped tar archive, which must arrive within the minute that any request may take. */
  packedBytes: 100 * megabyte,
  unpackedBytes: 1024 * megabyte,
  fileBytes: 256 * megabyte,
  /** Files, folders and links together. */
  entries: 100_000,
  /** All that the server keeps at a time. */
  storedBytes: 5 * 1024 * megabyte,
} as const;

/** How long an upload stays: that long after the last deployment of it ended, and a day where none was asked for. */
export const uploadKeptDays = 7;

/** What is sent: a commit as it is checked out somewhere, and how many files differ from it. */
export const uploadSourceSchema = z.object({
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  message: z.string().max(500).default(""),
  author: z.string().max(200).default(""),
  committedAt: timestampSchema.optional(),
  /** The branch that is checked out, if any. */
  branch: gitRefSchema.optional(),
  /** Files that differ from the commit, are new, or are gone. */
  changedFiles: z.coerce.number().int().nonnegative().max(1_000_000_000).default(0),
});
export type UploadSource = z.infer<typeof uploadSourceSchema>;

/** A folder that somebody sent, to be deployed. */
export const uploadSchema = z.object({
  id: idSchema,
  /** SHA-256 of the archive, hex. */
  hash: z.string(),
  sizeBytes: z.number().int(),
  commit: z.string(),
  branch: z.string().nullable(),
  changedFiles: z.number().int(),
  createdAt: timestampSchema,
});
export type Upload = z.infer<typeof uploadSchema>;

/** What differs from the commit, in words: `3 changed files`. */
export function changedText(changedFiles: number): string {
  return changedFiles === 1 ? "1 changed file" : `${changedFiles} changed files`;
}

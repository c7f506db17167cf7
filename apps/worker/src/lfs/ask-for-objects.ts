import type { IncomingMessage } from "node:http";
import { WindlassError } from "@windlass/contracts/error";
import { z } from "zod";
import type { Ask } from "./ask-through.js";
import type { LfsPointer } from "./lfs-pointer.js";

/** Where one object is to be had, as the server says. */
export type LfsDownload = LfsPointer & { href: URL; headers: Record<string, string> };

export type AskForObjects = { ask: Ask; server: string; authorization: string | null; signal: AbortSignal };

const mediaType = "application/vnd.git-lfs+json";
const longestAnswer = 8 * 1024 * 1024;
const atOnce = 100;

const actionSchema = z.object({ href: z.url(), header: z.record(z.string(), z.string()).optional() });
const answerSchema = z.object({
  transfer: z.literal("basic").optional(),
  objects: z.array(
    z.object({
      oid: z.string(),
      actions: z.object({ download: actionSchema.optional() }).optional(),
      error: z.object({ code: z.number(), message: z.string() }).optional(),
    }),
  ),
});

/**
 * Asks a server by the batch API where objects are: https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md
 * Throws `lfs_unavailable` when it does not say so for one of them.
 */
export async function askForObjects(input: AskForObjects, objects: readonly LfsPointer[]): Promise<LfsDownload[]> {
  const downloads: LfsDownload[] = [];
  for (let from = 0; from < objects.length; from += atOnce) downloads.push(...(await askForSome(input, objects.slice(from, from + atOnce))));
  return downloads;
}

async function askForSome({ ask, server, authorization, signal }: AskForObjects, objects: readonly LfsPointer[]): Promise<LfsDownload[]> {
  const wanted = objects.map(({ oid, sizeBytes }) => ({ oid, size: sizeBytes }));
  const answer = await ask(new URL(`${server}/objects/batch`), {
    method: "POST",
    headers: { accept: mediaType, "content-type": mediaType, ...(authorization === null ? {} : { authorization }) },
    body: JSON.stringify({ operation: "download", transfers: ["basic"], objects: wanted, hash_algo: "sha256" }),
    signal,
  });
  const text = await textOf(answer);
  if (answer.statusCode !== 200) throw unavailable(`${server} answered ${answer.statusCode}`);
  const read = answerSchema.safeParse(parse(text));
  if (!read.success) throw unavailable(`${server} answered otherwise than Git LFS does`);
  const found = new Map(read.data.objects.map((object) => [object.oid, object]));
  return objects.map((object) => {
    const { actions, error } = found.get(object.oid) ?? {};
    const download = actions?.download;
    if (download === undefined) throw unavailable(`${server} does not give out ${object.oid.slice(0, 12)}${error === undefined ? "" : ` (${error.code}: ${error.message.slice(0, 200)})`}`);
    const href = new URL(download.href);
    const given = Object.fromEntries(Object.entries(download.header ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    const ours = authorization !== null && href.origin === new URL(server).origin ? { authorization } : {};
    return { ...object, href, headers: { ...ours, ...given } };
  });
}

/** The error of files that cannot be had; `reason` is a clause. */
export function unavailable(reason: string): WindlassError {
  return new WindlassError("lfs_unavailable", `The repository's Git LFS files could not be fetched: ${reason}.`);
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > longestAnswer) throw unavailable("the server's answer is too long");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

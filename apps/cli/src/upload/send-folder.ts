import { resolve } from "node:path";
import { changedText, type Upload } from "@windlass/contracts/upload";
import type { CommandContext } from "../context.js";
import { plainText } from "../output/plain-text.js";
import { packSource } from "./pack-source.js";
import { readLocalSource } from "./read-local-source.js";

/** Sends the working copy that a folder is part of to the server, to be deployed as a service. */
export async function sendFolder({ client, io, printer, signal }: CommandContext, { service, dir }: { service: string; dir: string }): Promise<Upload> {
  const local = await readLocalSource(resolve(io.cwd, dir), signal);
  const { archive, files, left, close } = await packSource(local, signal);
  try {
    const { commit, changedFiles } = local.source;
    for (const path of left) printer.note(plainText(`Not sent: ${path} is a repository of its own, or no file.`));
    printer.note(`Sending ${files} files (${Math.ceil(archive.size / 1024)} kB packed) of ${plainText(local.root)}: commit ${commit.slice(0, 12)} with ${changedText(changedFiles)}`);
    return await client.uploads.create(service, { archive, source: local.source }, { signal });
  } finally {
    await close();
  }
}

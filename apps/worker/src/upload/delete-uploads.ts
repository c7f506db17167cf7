import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { sweepUploads } from "@windlass/operations/upload/stored-uploads";
import { uploadFolder } from "@windlass/operations/upload/upload-file";
import type { WorkerServices } from "../services.js";

/** What is still on its way is younger: a request may take a minute. */
const abandonedMs = 3_600_000;

/** Deletes the archives that no upload is of any more, and what was never received in full. Returns how many uploads were forgotten. */
export function deleteUploads({ db, dataDir }: Pick<WorkerServices, "db" | "dataDir">): Promise<number> {
  const folder = uploadFolder(dataDir);
  return sweepUploads(db, async (kept) => {
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      const file = join(folder, name);
      const isDraft = name.endsWith(".part");
      if (isDraft ? await isOld(file) : !kept.has(name.replace(/\.tar\.gz$/, ""))) await rm(file, { force: true });
    }
  });
}

async function isOld(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > abandonedMs;
}

import { rm, rmdir } from "node:fs/promises";
import type { Fence } from "@windlass/operations/deployment-run/fence";
import { dirname } from "node:path";
import type { WorkerServices } from "../services.js";
import { runDirOf } from "./run-context.js";

/** Removes the files of one run, and the deployment's folder when no other run of it has files there. */
export async function removeWorkDir(services: WorkerServices, fence: Fence): Promise<void> {
  const directory = runDirOf(services.dataDir, fence);
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    await rmdir(dirname(directory));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT" && code !== "ENOTEMPTY") services.logger.warn({ err: error, directory }, "a working copy could not be removed");
  }
}

import { rmdir } from "node:fs/promises";
import type { Fence } from "@windlass/operations/deployment-run/fence";
import { dirname } from "node:path";
import { runProcess } from "../process/run-process.js";
import type { WorkerServices } from "../services.js";
import { removeTree } from "./remove-tree.js";
import { runDirOf } from "./run-context.js";

/**
 * Removes the files of one run. When it was not interrupted, also those that killed workers left in the deployment's
 * folder; else the next worker may have its own there.
 */
export async function removeWorkDir(services: WorkerServices, fence: Fence, options: { interrupted: boolean }): Promise<void> {
  const ofRun = runDirOf(services.dataDir, fence);
  const directory = options.interrupted ? ofRun : dirname(ofRun);
  try {
    await removeWhatBuildsClosed(directory);
    if (options.interrupted) await rmdir(dirname(ofRun));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT" && code !== "ENOTEMPTY") services.logger.warn({ err: error, directory }, "a working copy could not be removed");
  }
}

/** A build may have closed its folders to everybody, and so to the worker, whose files they are. */
async function removeWhatBuildsClosed(directory: string): Promise<void> {
  await removeTree(directory).catch(async (error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EACCES")) throw error;
    const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin" };
    await runProcess({ program: "chmod", args: ["-R", "u+rwX", "--", directory], cwd: "/", env, timeoutMs: 60_000, signal: new AbortController().signal });
    await removeTree(directory);
  });
}

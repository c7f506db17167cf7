import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../process/run-process.js";
import { measureFolders } from "./isolation/measure-folders.js";

export type DependencyCache = {
  /** Puts what is kept under the key into `cwd`/node_modules. False when there is nothing, or it went away meanwhile. */
  restore(key: string, cwd: string): Promise<boolean>;
  /** Keeps `cwd`/node_modules under the key, and takes away what was used longest ago. False when it could not be kept. */
  keep(key: string, cwd: string): Promise<boolean>;
};

export type CacheInput = { folder: string; limitBytes: number; signal: AbortSignal };

const copyTimeoutMs = 10 * 60_000;
const staleMs = 24 * 60 * 60_000;
const keyPattern = /^[0-9a-f]{64}$/;

/**
 * Keeps installed dependencies as copies, which share their blocks with the original where the file system can. No hard
 * links: a build that writes into a dependency would write into the next one's.
 */
export function openDependencyCache({ folder, limitBytes, signal }: CacheInput): DependencyCache {
  return {
    async restore(key, cwd) {
      const kept = join(folder, key);
      const now = new Date();
      const isThere = await utimes(kept, now, now).then(() => true, () => false);
      if (!isThere) return false;
      const target = join(cwd, "node_modules");
      if (await copy(join(kept, "node_modules"), target, signal)) return true;
      await rm(target, { recursive: true, force: true });
      return false;
    },
    async keep(key, cwd) {
      const isDone = (await stat(join(cwd, "node_modules")).catch(() => null))?.isDirectory() ?? false;
      // Plug'n'Play installs elsewhere; a node_modules beside it holds but the caches of tools.
      if (!isDone || existsSync(join(cwd, ".pnp.cjs"))) return false;
      const draft = join(folder, `draft-${randomUUID()}`);
      await mkdir(draft, { recursive: true });
      try {
        if (!(await copy(join(cwd, "node_modules"), join(draft, "node_modules"), signal))) return false;
        // Another deployment may have been first: what it kept is the same.
        await rename(draft, join(folder, key)).catch(() => undefined);
      } finally {
        await rm(draft, { recursive: true, force: true });
      }
      await clean({ folder, limitBytes, signal });
      return true;
    },
  };
}

async function copy(from: string, to: string, signal: AbortSignal): Promise<boolean> {
  const args = process.platform === "darwin" ? ["-cpPR", from, to] : ["-a", "--reflink=auto", "--", from, to];
  const end = await runProcess({ program: "cp", args, cwd: "/", env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" }, timeoutMs: copyTimeoutMs, signal });
  return end.ended === "exited" && end.code === 0;
}

/** Takes away the entries that were used longest ago until the others fit, and what interrupted copies left. */
async function clean({ folder, limitBytes, signal }: CacheInput): Promise<void> {
  const entries = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, usedAt: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  );
  entries.sort((one, other) => other.usedAt - one.usedAt);
  let total = 0;
  for (const { name, usedAt } of entries) {
    const path = join(folder, name);
    if (!keyPattern.test(name)) {
      if (Date.now() - usedAt > staleMs) await rm(path, { recursive: true, force: true });
      continue;
    }
    total += (await measureFolders([path], { bytes: limitBytes, files: Number.POSITIVE_INFINITY }, signal)).bytes;
    if (total > limitBytes) await drop(folder, path);
  }
}

/** Moved aside first: who copies it meanwhile fails as a whole, and installs instead. */
async function drop(folder: string, path: string): Promise<void> {
  const aside = join(folder, `dropped-${randomUUID()}`);
  await rename(path, aside).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}

import { join } from "node:path";
import { repositoriesInUse } from "@windlass/operations/repository/repositories-in-use";
import type { WorkerServices } from "../services.js";
import { cleanMirrors } from "./clean-mirrors.js";
import { cleanPackageCache } from "./clean-package-cache.js";

/** Keeps what this worker's data folder has of packages and repositories within its limits. */
export async function cleanCaches({ db, dataDir, builds, logger, shutdown }: WorkerServices): Promise<void> {
  const packages = await cleanPackageCache(join(dataDir, "cache", "npm"), builds.packageCacheBytes, shutdown);
  const folder = join(dataDir, "repositories");
  const mirrors = await cleanMirrors({ folder, limitBytes: builds.repositoryCacheBytes, inUse: await repositoriesInUse(db), signal: shutdown });
  if (packages + mirrors > 0) logger.info({ packages, mirrors }, "bytes of packages and repositories that were used longest ago are deleted");
}

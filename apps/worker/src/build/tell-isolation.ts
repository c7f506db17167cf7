import { hostname } from "node:os";
import { removeBuildIsolation, saveBuildIsolation } from "@windlass/operations/worker/build-isolation";
import type { WorkerServices } from "../services.js";

/** Tells everybody what builds of this server run in, as long as the worker works. What fails is logged. */
export function tellIsolation({ db, builds, logger }: Pick<WorkerServices, "db" | "builds" | "logger">): { takeBack(): Promise<void> } {
  const host = hostname();
  const { isolation } = builds;
  const warn = (error: unknown): void => logger.warn({ err: error }, "what builds run in could not be told");
  const told = saveBuildIsolation(db, { host, isolation: isolation.kind, reason: isolation.kind === "none" ? isolation.reason : null }).catch(warn);
  return { takeBack: () => told.then(() => removeBuildIsolation(db, host)).catch(warn) };
}

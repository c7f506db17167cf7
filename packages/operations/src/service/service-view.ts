import { serviceInputsSchema } from "@windlass/contracts/input-text";
import { previewSettingsSchema } from "@windlass/contracts/preview";
import type { Service } from "@windlass/contracts/service";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { z } from "zod";
import { providerOf } from "../repository/repository-view.js";
import { lastDeployments, stageFields, toStageSummary } from "../stage/stage-summary.js";

export const serviceFields = {
  include: {
    repository: { select: { id: true, url: true, provider: true, defaultBranch: true } },
    dependencies: { select: { stated: true, dependsOn: { select: { name: true } } } },
    dependents: { select: { service: { select: { name: true } } } },
    stages: { ...stageFields, where: { archivedAt: null }, orderBy: { name: "asc" } },
  },
} as const satisfies Prisma.ServiceDefaultArgs;
export type ServiceRow = Prisma.ServiceGetPayload<typeof serviceFields>;

/** Services as they are shown, each with its stages and their last deployments. */
export async function toServices(db: Database, rows: readonly ServiceRow[]): Promise<Service[]> {
  const last = await lastDeployments(db, rows.flatMap((row) => row.stages.map((stage) => stage.id)));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    repository: { ...row.repository, provider: providerOf(row.repository.provider) },
    rootDirectory: row.rootDirectory,
    configFile: row.configFile,
    buildCommand: z.array(z.string()).nullable().parse(row.buildCommand),
    submodules: row.submodules,
    lfs: row.lfs,
    dependsOn: row.dependencies.filter(({ stated }) => stated).map(({ dependsOn }) => dependsOn.name).toSorted(),
    inputs: serviceInputsSchema.parse(row.inputs),
    dependencies: row.dependencies.map(({ dependsOn }) => dependsOn.name).toSorted(),
    dependents: row.dependents.map(({ service }) => service.name).toSorted(),
    stages: row.stages.map((stage) => toStageSummary(stage, last.get(stage.id))),
    previews: previewSettingsSchema.parse(row.previews),
    createdAt: row.createdAt.toISOString(),
  }));
}

import { tokenForgeProviders } from "@windlass/contracts/forge";
import type { DeployRules } from "@windlass/contracts/deploy-rules";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { Database } from "@windlass/database/database";
import { normalizeUrl } from "../repository/normalize-url.js";
import { addressesOf, type Origin } from "./github-event.js";

export type MatchedStage = {
  id: string;
  service: string;
  stage: string;
  branch: string;
  autoDeploy: boolean;
  rules: DeployRules;
  /** The service's, from the repository's root. */
  rootDirectory: string;
};
export type Matched = { repositoryIds: string[]; serviceCount: number; stages: MatchedStage[] };

/**
 * The registered repositories that a delivery can mean, by full name or by any of its addresses however it is
 * spelled, with their stages and what each follows.
 */
export async function matchRepositories(db: Database, { origin, provider }: { origin: Origin; provider: string }): Promise<Matched> {
  const isGithub = provider === "github" || provider === "windlass";
  const fullName = origin.repository?.full_name;
  const repositories = await db.prisma.repository.findMany({
    where: {
      OR: [
        { normalizedUrl: { in: addressesOf(origin).map(normalizeUrl) } },
        // One name may be several repositories, on GitHub and on other hosts: those are known by their addresses alone.
        ...(fullName ? [{ fullName: { equals: fullName, mode: "insensitive" as const }, provider: { notIn: [...tokenForgeProviders, ...(isGithub ? [] : ["github"])] } }] : []),
      ],
    },
    include: { services: { include: { stages: { where: { pullRequestId: null }, orderBy: { name: "asc" } } }, orderBy: { name: "asc" } } },
    orderBy: { id: "asc" },
  });
  const services = repositories.flatMap((repository) => repository.services.map((service) => ({ repository, service })));
  return {
    repositoryIds: repositories.map((repository) => repository.id),
    serviceCount: services.length,
    stages: services.flatMap(({ repository, service }) =>
      service.stages.map((stage) => ({
        id: stage.id,
        service: service.name,
        stage: stage.name,
        branch: stage.branch ?? repository.defaultBranch,
        autoDeploy: stage.autoDeploy,
        rules: stageSettingsSchema.parse(stage.settings).deploys,
        rootDirectory: service.rootDirectory.replace(/^(?:\.\/)+|\/+$/g, "").replace(/^\.$/, ""),
      })),
    ),
  };
}

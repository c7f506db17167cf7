import type { Forge } from "@windlass/contracts/forge";
import type { TokenServices } from "../git/installation-token.js";
import { openTarget } from "./open-target.js";

/** The forge that keeps a registered repository, and what it is called there; by a connected App, or by its own access token; null where there is neither. Throws the `forge_…` errors. */
export async function openForgeOf(services: TokenServices, repositoryId: string): Promise<{ forge: Forge; fullName: string } | null> {
  const row = await services.db.prisma.repository.findUnique({ where: { id: repositoryId }, select: { id: true, url: true, provider: true, fullName: true } });
  return row === null ? null : openTarget(services, row);
}

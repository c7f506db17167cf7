import type { Actor } from "@windlass/contracts/actor";
import { deliveryProviderNames } from "@windlass/contracts/delivery";
import { WindlassError } from "@windlass/contracts/error";
import type { CreateRepository } from "@windlass/contracts/repository";
import type { Prisma } from "@windlass/database/generated/client";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";
import { forgeOfHost, forgePlace } from "./forge-place.js";
import { gitHubName, hasPassword, nameOnHosts, normalizeUrl } from "./normalize-url.js";
import { repositoryFields, type RepositoryRow } from "./repository-view.js";

export type NewRepository = { repository: CreateRepository; keyring: Keyring };

/**
 * Registers a repository. Throws `name_taken` when its address is registered already, however it was spelled, and
 * `invalid_request` when the address contains a password, or is none of the provider that is named.
 */
export async function insertRepository(tx: Prisma.TransactionClient, actor: Actor, input: NewRepository): Promise<RepositoryRow> {
  const { url, defaultBranch, accessToken } = input.repository;
  if (hasPassword(url)) {
    throw new WindlassError("invalid_request", "The address contains a password or token, which would be shown with it.", {
      hint: "Send the address without it, and the token as `accessToken`.",
    });
  }
  const id = uuidv7();
  const githubName = gitHubName(url) ?? nameOnHosts(url, await connectedHosts(tx));
  const provider = input.repository.provider ?? forgeOfHost(url);
  if (input.repository.provider !== undefined && (githubName !== null || forgePlace(url) === null)) {
    throw new WindlassError("invalid_request", `${url} is no address of a repository on a ${deliveryProviderNames[input.repository.provider]}.`, { hint: "Leave the provider out, or give the address of a repository there." });
  }
  const row = await tx.repository
    .create({
      data: {
        id,
        url,
        normalizedUrl: normalizeUrl(url),
        provider: url.startsWith("/") ? "folder" : githubName === null ? (provider ?? "git") : "github",
        fullName: input.repository.fullName ?? githubName ?? (provider === null ? null : (forgePlace(url)?.fullName ?? null)),
        defaultBranch,
        sealedAccessToken: accessToken === undefined ? null : input.keyring.seal(accessToken, sealedPlace.repositoryAccessToken(id)),
      },
      ...repositoryFields,
    })
    .catch((error: unknown) => {
      if (isPrismaUniqueViolation(error)) throw new WindlassError("name_taken", `The repository ${url} is registered already.`);
      throw error;
    });
  await recordAudit(tx, actor, { action: "repository.created", entity: { type: "repository", id, name: url } });
  return row;
}

/** The hosts of GitHub Enterprise Servers that an App connects. */
async function connectedHosts(tx: Prisma.TransactionClient): Promise<string[]> {
  const apps = await tx.githubApp.findMany({ select: { baseUrl: true } });
  return apps.map(({ baseUrl }) => new URL(baseUrl).host);
}

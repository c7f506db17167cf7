import { WindlassError } from "@windlass/contracts/error";
import { reportSettingsSchema } from "@windlass/contracts/report";
import type { Repository, UpdateRepository } from "@windlass/contracts/repository";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";
import { forgePlace } from "./forge-place.js";
import { findRepository } from "./read-repository.js";
import { repositoryFields, toRepository } from "./repository-view.js";

/** Changes the fields that are given; an access token of null is deleted. Throws `not_found`, and `invalid_request` for a provider that the address cannot be of. */
export async function updateRepository(
  context: OperationContext,
  input: { id: string; change: UpdateRepository; keyring: Keyring },
): Promise<Repository> {
  authorize(context, "repository:manage");
  const { accessToken, fullName, defaultBranch, provider, reports, sshHostKey } = input.change;
  return inTransaction(context.db, async (tx) => {
    const { id, url, reportSettings, provider: before } = await findRepository(tx, input.id);
    const place = forgePlace(url);
    if (provider !== undefined && (before === "github" || place === null)) {
      throw new WindlassError("invalid_request", `${url} is no address on a GitLab or a Bitbucket.`);
    }
    const row = await tx.repository.update({
      where: { id },
      data: {
        ...(provider === undefined ? {} : { provider: provider ?? "git", fullName: provider === null ? null : (place?.fullName ?? null) }),
        ...(fullName === undefined ? {} : { fullName }),
        ...(defaultBranch === undefined ? {} : { defaultBranch }),
        ...(reports === undefined ? {} : { reportSettings: { ...reportSettingsSchema.parse(reportSettings), ...reports } }),
        ...(sshHostKey === undefined ? {} : { sshHostKey }),
        ...(accessToken === undefined ? {} : { sealedAccessToken: accessToken === null ? null : input.keyring.seal(accessToken, sealedPlace.repositoryAccessToken(id)) }),
      },
      ...repositoryFields,
    });
    await recordAudit(tx, context.actor, {
      action: "repository.updated",
      entity: { type: "repository", id, name: url },
      data: { fields: Object.keys(input.change), ...(reports === undefined ? {} : { reports }) },
    });
    return toRepository(row);
  });
}

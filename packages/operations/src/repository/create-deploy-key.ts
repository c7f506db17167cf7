import { WindlassError } from "@windlass/contracts/error";
import { isSshUrl, type Repository } from "@windlass/contracts/repository";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";
import { findRepository } from "./read-repository.js";
import { repositoryFields, toRepository } from "./repository-view.js";
import { makeSshKeyPair } from "./ssh-key.js";

/**
 * Makes a key pair for a repository that is reached by SSH, in place of the one that it has. The private half is kept sealed and never
 * returned. Throws `not_found`, and `invalid_request` for a repository at another kind of address.
 */
export async function createDeployKey(context: OperationContext, input: { id: string; keyring: Keyring }): Promise<Repository> {
  authorize(context, "repository:manage");
  return inTransaction(context.db, async (tx) => {
    const { id, url } = await findRepository(tx, input.id);
    if (!isSshUrl(url)) {
      throw new WindlassError("invalid_request", `${url} is not reached by SSH, so that a deploy key would serve nothing.`, {
        hint: "Register the repository by its SSH address, such as git@github.com:acme/shop.git, or give it an access token.",
      });
    }
    const { publicKey, privateKey } = makeSshKeyPair(`windlass-${id}`);
    const data = { deployKey: publicKey, sealedDeployKey: input.keyring.seal(privateKey, sealedPlace.repositoryDeployKey(id)) };
    const row = await tx.repository.update({ where: { id }, data, ...repositoryFields });
    await recordAudit(tx, context.actor, { action: "repository.deploy_key_created", entity: { type: "repository", id, name: url }, data: { publicKey } });
    return toRepository(row);
  });
}

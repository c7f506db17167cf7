import { WindlassError } from "@windlass/contracts/error";
import type { Preview } from "@windlass/contracts/preview";
import { pullWords } from "@windlass/contracts/pull-words";
import type { DatabaseClient } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { supersedePushes } from "../deployment/supersede-pushes.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";
import type { Keyring } from "../sealing.js";
import { deployPreview } from "./deploy-preview.js";
import { holdPreview, type FoundPreview, type PreviewAddress } from "./find-preview.js";
import { readHeldPreview, readHeldPull } from "./held-preview.js";
import type { Settled } from "./preview-deployment.js";
import { findPreviewServices } from "./preview-service.js";
import { readPreview } from "./read-preview.js";

export type PreviewApproval = PreviewAddress & {
  /** The commit that was looked at: what runs is this one or nothing. */
  sha: string;
  keyring: Keyring;
};

/**
 * Lets one commit of a stranger be built and deployed, without secrets, and asks for its deployment. It is a person's to decide: a webhook
 * cannot. Throws `forbidden`, `not_found`, `approval_lapsed` where the pull request has another commit by now, `not_awaiting_approval` where
 * nothing waits, and `conflict` where the preview cannot be made.
 */
export async function approvePreview(context: OperationContext, input: PreviewApproval): Promise<Preview> {
  authorize(context, "deployment:create");
  if (context.actor.type !== "user" && context.actor.type !== "token") throw new WindlassError("forbidden", "Code of somebody without write access is let run by a person only.");
  const { verdict, deploymentId } = await inSqlTransaction(context.db, async (client) => {
    const found = await holdPreview(client, input);
    await checkCommit(client, found, input.sha);
    await client.query("UPDATE previews SET approved_sha = $2, approved_by = $3, approved_at = now(), state = 'open', reason = 'wanted', message = '', last_used_at = now() WHERE id = $1", [found.id, input.sha, context.actor.label]);
    await insertAudit(client, context.actor, { action: "preview.approved", entity: { type: "preview", id: found.id, name: found.label }, data: { sha: input.sha } });
    return deploy(context, client, { found, input });
  });
  if (verdict.reason !== "deployed" && verdict.reason !== "already_deployed") throw new WindlassError("conflict", verdict.message);
  if (deploymentId !== null) await supersedePushes(context, { deploymentId });
  return readPreview(context, input);
}

async function checkCommit(client: DatabaseClient, found: FoundPreview, sha: string): Promise<void> {
  const preview = await readHeldPreview(client, found);
  const pull = await readHeldPull(client, found.pullRequestId);
  if (preview?.state !== "awaiting_approval") throw new WindlassError("not_awaiting_approval", `The preview ${found.label} does not wait for an approval.`);
  if (pull?.headSha === sha && preview.sha === sha) return;
  const now = pull?.headSha.slice(0, 12) ?? "nothing";
  throw new WindlassError("approval_lapsed", `The ${pullWords(found.host).one} has the commit ${now} by now, not ${sha.slice(0, 12)}.`, { hint: "Look at what it changes, and decide again." });
}

async function deploy(context: OperationContext, client: DatabaseClient, { found, input }: { found: FoundPreview; input: PreviewApproval }): Promise<Settled> {
  const preview = await readHeldPreview(client, found);
  const pull = await readHeldPull(client, found.pullRequestId);
  const repositories = await client.query<{ id: string }>("SELECT repository_id AS id FROM services WHERE id = $1", [found.serviceId]);
  const services = await findPreviewServices(context.db, repositories.rows.map(({ id }) => id));
  const service = services.find(({ id }) => id === found.serviceId);
  if (!service || !pull || !preview) throw new WindlassError("not_found", `The preview ${found.label} is gone.`);
  return deployPreview(context, client, { previewId: found.id, service, pull, stageId: preview.stageId, untrusted: true, delivery: null, keyring: input.keyring });
}

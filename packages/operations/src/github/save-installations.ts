import type { GithubInstallation } from "@windlass/contracts/github";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";

/** Keeps where an App is installed by GitHub's word of now. What came and what went is in the audit. */
export async function saveInstallations(context: OperationContext, input: { appId: string; installations: readonly GithubInstallation[] }): Promise<void> {
  authorize(context, "repository:manage");
  const { appId: githubAppId, installations } = input;
  await inTransaction(context.db, async (tx) => {
    // Held, so that two who ask GitHub at once write one after the other.
    await tx.$queryRaw`SELECT 1 FROM github_apps WHERE id = ${githubAppId}::uuid FOR UPDATE`;
    const app = await tx.githubApp.findUnique({ where: { id: githubAppId }, include: { installations: true } });
    if (!app) return;
    const entity = { type: "github_app", id: app.id, name: app.name };
    const gone = app.installations.filter((row) => !installations.some(({ installationId }) => BigInt(installationId) === row.installationId));
    await tx.githubInstallation.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
    for (const { account } of gone) await recordAudit(tx, context.actor, { action: "github_app.uninstalled", entity, data: { account } });
    for (const { installationId, suspendedAt, ...fields } of installations) {
      const data = { ...fields, suspendedAt: suspendedAt === null ? null : new Date(suspendedAt) };
      const known = app.installations.find((row) => row.installationId === BigInt(installationId));
      if (known) await tx.githubInstallation.update({ where: { id: known.id }, data });
      else {
        await tx.githubInstallation.create({ data: { id: uuidv7(), githubAppId, installationId, ...data } });
        await recordAudit(tx, context.actor, { action: "github_app.installed", entity, data: { account: fields.account } });
      }
    }
  });
}

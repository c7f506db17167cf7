import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { inSqlTransaction } from "../in-transaction.js";
import { beginRemoval } from "./begin-removal.js";
import { holdPreview, namePull, type PreviewAddress } from "./find-preview.js";

export type PreviewStop = { pullRequestId: string; /** Names of services; all of the repository's when left out. */ services?: readonly string[] };

/**
 * Begins the removal of a pull request's previews; pushes do not bring them back. Where a removal has left something, it is tried
 * again at once. Gives the services that had one.
 */
export async function stopPreviewEnvironment(context: OperationContext, { pullRequestId, services }: PreviewStop): Promise<string[]> {
  authorize(context, "deployment:create");
  const rows = await context.db.prisma.preview.findMany({
    where: { pullRequestId, state: { not: "removed" }, ...(services === undefined ? {} : { service: { name: { in: [...services] } } }) },
    select: { service: { select: { name: true } }, pullRequest: { select: { number: true } } },
    orderBy: { id: "asc" },
  });
  for (const { service, pullRequest } of rows) await stopOne(context, { service: service.name, number: pullRequest.number });
  return rows.map(({ service }) => service.name);
}

/** Begins the removal of one preview, or tries again at once. Throws `not_found`, and `conflict` for one that is gone. */
export async function stopPreview(context: OperationContext, address: PreviewAddress): Promise<void> {
  authorize(context, "deployment:create");
  if (!(await stopOne(context, address))) throw new WindlassError("conflict", `The preview of ${await namePull(context.db.pool, address)} in ${address.service} is removed already.`);
}

function stopOne(context: OperationContext, address: PreviewAddress): Promise<boolean> {
  return inSqlTransaction(context.db, async (client) => {
    const { id } = await holdPreview(client, address);
    const { rows } = await client.query<{ state: string }>("SELECT state FROM previews WHERE id = $1", [id]);
    const state = rows[0]?.state;
    if (state === "removed") return false;
    if (state === "removing") await client.query("UPDATE previews SET next_attempt_at = now() WHERE id = $1", [id]);
    else await beginRemoval(context, client, { previewId: id, end: "stopped", message: `Removed by ${context.actor.label}.` });
    return true;
  });
}

import { WindlassError } from "@windlass/contracts/error";
import { previewSettingsSchema, type RequestedPreview } from "@windlass/contracts/preview";
import { pullWords } from "@windlass/contracts/pull-words";
import { authorize, type OperationContext } from "../context.js";
import { recordAudit } from "../audit.js";
import { namePull, type PreviewAddress } from "./find-preview.js";
import { recordPullDelivery } from "./record-pull-delivery.js";
import { storedPull } from "./stored-pull.js";

export type PreviewRequest = { pullRequestId: string; /** Names of services; all of the repository's that have previews when left out. */ services?: readonly string[] };

/**
 * Asks by hand for the previews of a pull request, whatever its labels, draft and base branch are. It is done by a delivery of Windlass' own, which
 * says what came of it: the code of strangers waits for its approval all the same. Gives the delivery and the services that it is for.
 * Throws `not_found`, and `conflict` for a pull request that is not open or services without previews.
 */
export async function requestPreviewEnvironment(context: OperationContext, input: PreviewRequest): Promise<RequestedPreview> {
  authorize(context, "deployment:create");
  const { db, actor } = context;
  const row = await db.prisma.pullRequest.findUnique({ where: { id: input.pullRequestId }, include: { repository: { include: { services: { orderBy: { name: "asc" } } } } } });
  if (!row) throw new WindlassError("not_found", `There is no pull request with the id ${input.pullRequestId}.`);
  const { url, fullName, provider } = row.repository;
  const words = pullWords(provider);
  if (row.state !== "open") throw new WindlassError("conflict", `${words.One} ${words.mark}${row.number} is ${row.state}.`, { hint: "Open it again first." });
  const able = row.repository.services.filter(({ previews }) => isAble(previews)).map(({ name }) => name);
  const asked = able.filter((name) => input.services?.includes(name) ?? true);
  if (asked.length === 0) throw new WindlassError("conflict", `No service of it has previews switched on.`, { hint: "Switch them on in the service's settings." });
  const deliveryId = await recordPullDelivery(db.pool, { repository: { url, fullName }, pull: storedPull(row), action: "edited", asked, asker: actor.label });
  if (deliveryId === null) throw new Error("The delivery was not stored.");
  await recordAudit(db.prisma, actor, { action: "preview.requested", entity: { type: "pull_request", id: row.id, name: `${words.mark}${row.number}` }, data: { services: asked } });
  return { deliveryId, services: asked };
}

/** Asks for one service's preview of a pull request. Throws `not_found` for a pull request that Windlass has not heard of, and what asking throws. */
export async function requestPreviewOf(context: OperationContext, address: PreviewAddress): Promise<RequestedPreview> {
  authorize(context, "deployment:create");
  const { service, number } = address;
  const pull = await context.db.prisma.pullRequest.findFirst({ where: { number, repository: { services: { some: { name: service } } } }, select: { id: true } });
  if (!pull) {
    throw new WindlassError("not_found", `Nothing is known of ${await namePull(context.db.pool, address)} of ${service}.`, { hint: "Windlass hears of them by webhook, and looks every two minutes once previews are switched on." });
  }
  return requestPreviewEnvironment(context, { pullRequestId: pull.id, services: [service] });
}

function isAble(previews: unknown): boolean {
  const { enabled, baseStage } = previewSettingsSchema.parse(previews);
  return enabled && baseStage !== null;
}
